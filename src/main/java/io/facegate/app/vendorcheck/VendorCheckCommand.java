package io.facegate.app.vendorcheck;

import io.facegate.app.registration.VendorCheckCall;
import io.facegate.app.registration.VendorCheckCalls;
import io.facegate.app.registration.VendorRegistration;
import io.facegate.app.server.DataFolder;
import io.facegate.app.server.GatewayOptions;
import io.facegate.app.server.GatewayServer;
import io.facegate.app.server.ListenOptions;
import io.facegate.app.vendors.RegisteredVendors;
import io.facegate.app.vendors.VendorHelpTexts;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.cli.FileArgument;
import io.facegate.cli.FileErrorFormatter;
import io.facegate.identity.Organisation;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.MintedKey;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.RegistryAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facegate vendor check}: calls a vendor with the operator's own account, and tells what differs. */
@Command(
        name = "check",
        description = {
            "Checks a vendor with your own account and two pictures of yours, in at most eleven calls: detects and"
                    + " compares faces, then makes, uses and removes one gallery. Prints how each call ended, and"
                    + " the reply fields that the catalogue does not know.",
            "",
            "Without --yes it prints the calls and sends nothing. With --yes a temporary gateway judges, records and"
                    + " sends them, in a new data folder beside --data. The vendor may charge for them."
        },
        footer = {
            "",
            "Examples:",
            "  facegate vendor check --provider rekognition --aws-region eu-west-1",
            "  facegate vendor check --provider rekognition --aws-region eu-west-1 --picture a.jpg --picture b.jpg"
                    + " --yes"
        },
        exitCodeList = {"0:the vendor answered as expected", "1:a difference or a fault", "2:bad usage"})
public final class VendorCheckCommand extends FacegateCommand {
    private static final String NAME = "vendor-check";
    private static final String POLICY = """
        pack: vendor-check
        title: The calls of facegate vendor check
        binds: The organisation vendor-check, which is registered in this data folder only.
        rules:
          - {id: calls, effect: permit, match: {organisation_id: vendor-check}}
        """;

    @Mixin
    private GatewayOptions setup = new GatewayOptions();

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "Two pictures of one person who agreed to it, as JPEG or PNG: give it twice. They are sent to"
                    + " the vendor.")
    private List<Path> pictures = List.of();

    @Option(
            names = "--account",
            paramLabel = "NAME",
            description = "The account of --accounts that is called. Default: the default account of the vendor.")
    private @Nullable String account;

    @Option(names = "--yes", description = "Make the calls. Default: print them.")
    private boolean yes;

    @Override
    protected ExitCode run() throws IOException {
        var calls = setup.onlyVendor()
                .orElseThrow(() -> usageError("--provider is " + setup.provider() + "; it must be " + words() + '.'))
                .checkCalls();
        var unknown = account == null ? null : setup.problemOfAccount(account);
        if (unknown != null) {
            throw usageError(unknown);
        }
        if (!yes) {
            return printPlan(calls);
        }
        require(pictures.size() == 2, "--picture must be given twice, not " + pictures.size() + " times.");
        var data = emptyFolder();
        var unfit = setup.problem(data);
        return unfit == null ? call(calls, data) : fail(ExitCode.USAGE, unfit);
    }

    private static String words() {
        return VendorHelpTexts.list(
                RegisteredVendors.withoutOptions().stream()
                        .map(VendorRegistration::word)
                        .toList(),
                "or");
    }

    private ExitCode printPlan(VendorCheckCalls calls) {
        output().print("These calls would be made at " + setup.provider() + " with your account"
                + (account == null ? ":" : ' ' + account + ':'));
        calls.all().forEach(step -> output().print("  " + step.operation()));
        output().print("The two pictures would be sent, and one gallery made and removed. The vendor may charge for the"
                + " calls.");
        output().print("To make them, add --yes and the two pictures.");
        return ExitCode.DONE;
    }

    private ExitCode call(VendorCheckCalls calls, Path data) throws IOException {
        DataFolder.prepare(data);
        var policies = Files.createDirectories(data.resolve("policies"));
        Files.writeString(policies.resolve(NAME + ".yaml"), POLICY);
        var key = registerCaller(data);
        var listen = new ListenOptions();
        listen.listenAt(0, 0);
        // Its only key is known to this process alone, and goes from it to itself.
        listen.trustLoopback();
        var asExpected = new AtomicBoolean();
        var ended = GatewayServer.run(
                setup.settingsOfVendors(LedgerAddress.ofFolder(data), policies, account), listen, settings, server -> {
                    try {
                        asExpected.set(walk(calls, new VendorCheckClient(server.calls(), key, calls)));
                        output().print("Each call is on record: facegate ledger tail --data " + data);
                    } finally {
                        server.stop();
                    }
                });
        return ended == ExitCode.DONE && !asExpected.get() ? ExitCode.FAULT : ended;
    }

    /** Returns true if every call was made and ended as expected. */
    private boolean walk(VendorCheckCalls calls, VendorCheckClient client) {
        var unexpected = new AtomicInteger();
        try {
            var gallery = "facegate-check-" + UUID.randomUUID().toString().substring(0, 8);
            new VendorCheckRun(client, pictures.getFirst(), pictures.getLast(), gallery).walk(calls, (step, result) -> {
                // A vendor's words may hold what a terminal would obey.
                output().print(line(step, result).replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " "));
                unexpected.addAndGet(result.isExpected() ? 0 : 1);
            });
        } catch (IOException broken) {
            output().printError("A picture cannot be read: " + FileErrorFormatter.sentence(broken));
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
        output().print(
                        unexpected.get() == 0
                                ? "The vendor answered every call as the catalogue says."
                                : "Not as expected: " + unexpected + " of "
                                        + calls.all().count() + " calls.");
        return unexpected.get() == 0;
    }

    private static String line(VendorCheckCall step, VendorCheckCallResult result) {
        return switch (result) {
            case VendorCheckCallResult.Answered(var status, var millis) ->
                "ok       " + step.operation() + "  " + status + ", " + millis + " ms";
            case VendorCheckCallResult.Differs(var _, var fields) ->
                "differs  " + step.operation() + "  fields that the catalogue does not know: "
                        + String.join(", ", fields);
            case VendorCheckCallResult.Lacking(var status, var pointer) ->
                "differs  " + step.operation() + "  " + status + " without " + pointer.substring(1);
            case VendorCheckCallResult.Failed(var status, var message) ->
                "failed   " + step.operation() + "  " + status + ' ' + message;
            case VendorCheckCallResult.Unanswered(var why) ->
                "failed   " + step.operation() + "  no answer (" + why + ")";
            case VendorCheckCallResult.Skipped(var lacking) ->
                "skipped  " + step.operation() + "  no earlier reply has the " + lacking;
        };
    }

    private static MintedKey registerCaller(Path data) {
        var caller = Organisation.builder(NAME, "vendor_isv")
                .name("The operator, checking a vendor")
                .purposes(Set.of("research_benchmark"))
                .build();
        var registry = new RegistryAccess(data, LedgerAddress.ofFolder(data), null);
        new Organisations(registry).add(caller);
        return new OrganisationKeys(registry)
                .mint(new KeyRequest(caller.id(), List.of(), null, null))
                .key();
    }

    /** A new folder beside the data folder. */
    private Path emptyFolder() throws IOException {
        var named = settings.data().toAbsolutePath();
        return Files.createTempDirectory(
                Files.createDirectories(named.getParent()), named.getFileName() + "-" + NAME + "-");
    }
}
