package io.facegate.cli.policy.check;

import io.facegate.cli.ExitCode;
import io.facegate.cli.Settings;
import io.facegate.cli.policy.Complaints;
import io.facegate.cli.policy.Json;
import io.facegate.policy.Policies;
import io.facegate.policy.PolicyErrors;
import io.facegate.policy.language.Pack;
import io.facegate.policy.language.Rule;
import io.facegate.policy.reading.Library;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code policy check}: do the policies compile? */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Compile every policy; say what was loaded, or each mistake.",
            "Mistakes are printed as file:line:column.",
            "Unknown keys and words are mistakes; the nearest known word is named."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the policies compile",
            "2:bad usage, or there is no such folder",
            "3:the policies do not compile"
        },
        footer = {"", "Example:", "  facegate policy check --policies ./policies"})
public final class PolicyCheckCommand implements Callable<Integer> {
    @Mixin
    private Settings settings = new Settings();

    @Override
    public Integer call() {
        try {
            var book = Library.load(settings.policies());
            var policies = Policies.of(book);
            print(book.packs(), policies.digest());
            return ExitCode.DONE.number();
        } catch (PolicyErrors errors) {
            return Complaints.of(errors, settings);
        }
    }

    private void print(List<Pack> packs, String digest) {
        if (settings.json()) {
            settings.print(Json.line(Map.of(
                    "digest", digest, "packs", packs.stream().map(this::fields).toList())));
            return;
        }
        for (var pack : packs) {
            settings.print(pack.id() + ": " + pack.title());
            settings.print("  binds " + pack.binds());
            settings.print("  " + count(pack));
        }
        settings.print("The policies compile. SHA-256 " + digest);
    }

    private static String count(Pack pack) {
        long refuse = refusals(pack);
        return (pack.rules().size() - refuse) + " permits, " + refuse + " refusals";
    }

    private static long refusals(Pack pack) {
        return pack.rules().stream().filter(Rule::refuses).count();
    }

    private Map<String, Object> fields(Pack pack) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("pack", pack.id());
        fields.put("title", pack.title());
        fields.put("binds", pack.binds());
        fields.put("permits", pack.rules().size() - refusals(pack));
        fields.put("refusals", refusals(pack));
        return fields;
    }
}
