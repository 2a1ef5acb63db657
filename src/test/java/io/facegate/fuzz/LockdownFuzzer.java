package io.facegate.fuzz;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.catalogue.TrailVendor;
import io.facegate.json.JsonMappers;
import io.facegate.usecase.lockdown.LockdownCheck;
import io.facegate.usecase.lockdown.LockdownCheck.Question;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.Hole;
import io.facegate.usecase.lockdown.account.LockdownReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One of the files that a cloud account exports, in which its users choose names, tags and policies; the first byte says
 * which. The other files are those of an account of the test suite.
 */
public final class LockdownFuzzer {
    private static final String DETAILS = "authorization-details.json";
    private static final List<Target> TARGETS = List.of(
            new Target(TrailVendor.AWS, DETAILS),
            new Target(TrailVendor.AWS, "scps.json"),
            new Target(TrailVendor.AWS, "account.json"),
            new Target(TrailVendor.AZURE, "role-definitions.json"),
            new Target(TrailVendor.AZURE, "role-assignments.json"),
            new Target(TrailVendor.AZURE, "cognitive-accounts.json"),
            new Target(TrailVendor.AZURE, "subscription.json"),
            new Target(TrailVendor.AZURE, "policy-assignments.json"),
            new Target(TrailVendor.AZURE, "identities.json"),
            new Target(TrailVendor.GOOGLE, "iam-policies.json"),
            new Target(TrailVendor.GOOGLE, "roles.json"),
            new Target(TrailVendor.GOOGLE, "services.json"),
            new Target(TrailVendor.GOOGLE, "org-policies.json"),
            new Target(TrailVendor.GOOGLE, "service-account-keys.json"));
    private static final Map<TrailVendor, Account> ACCOUNTS = accounts();
    private static final String PLANTED = "planted-by-the-fuzzer";

    private LockdownFuzzer() {}

    /** A file of a vendor's account. */
    private record Target(TrailVendor vendor, String file) {}

    /** A folder with the files of an account. */
    private record Account(Path folder, Map<String, byte[]> files) {
        void write(String name, byte[] content) throws IOException {
            Files.write(folder.resolve(name), content);
        }

        void restore(String name) throws IOException {
            var own = files.get(name);
            if (own == null) {
                Files.deleteIfExists(folder.resolve(name));
            } else {
                write(name, own);
            }
        }
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var target = TARGETS.get((bytes[0] & 0xff) % TARGETS.size());
        var account = Objects.requireNonNull(ACCOUNTS.get(target.vendor));
        var content = Arrays.copyOfRange(bytes, 1, bytes.length);
        Claim.decodes(AccountExportException.class, () -> {
            try {
                account.write(target.file, content);
                var report = check(target.vendor, account);
                Claim.that(named(report).equals(named(check(target.vendor, account))), "read twice, the same");
                if (target.file.equals(DETAILS)) {
                    plant(account, content);
                }
            } finally {
                account.restore(target.file);
            }
        });
    }

    private static LockdownReport check(TrailVendor vendor, Account account) throws AccountExportException {
        return new LockdownCheck(null, "fuzz")
                .check(new Question(vendor, account.folder, List.of(), List.of()))
                .report();
    }

    private static List<String> named(LockdownReport report) {
        return report.holes().stream().map(Hole::toString).toList();
    }

    /** A user who may do everything, beside whatever is there, is found. */
    private static void plant(Account account, byte[] content) throws IOException, AccountExportException {
        var details = read(content);
        if (!(details.get("UserDetailList") instanceof ArrayNode users)) {
            return;
        }
        users.add(JsonMappers.STRICT.readTree("""
                {"UserName":"%1$s","UserId":"AIDAFUZZ","Arn":"arn:aws:iam::111122223333:user/%1$s","Path":"/",
                 "CreateDate":"2026-01-01T00:00:00Z","GroupList":[],"AttachedManagedPolicies":[],"UserPolicyList":[
                 {"PolicyName":"all","PolicyDocument":{"Version":"2012-10-17","Statement":[
                 {"Effect":"Allow","Action":"*","Resource":"*"}]}}]}
                """.formatted(PLANTED)));
        account.write(DETAILS, JsonMappers.PLAIN.valueToTree(details).toString().getBytes(StandardCharsets.UTF_8));
        // The organisation's policies do not bind this account, so none of them can be what keeps the user out.
        account.write(
                "account.json",
                "{\"Account\":\"111122223333\",\"Arn\":\"arn:aws:iam::111122223333:root\",\"ManagementAccount\":true}"
                        .getBytes(StandardCharsets.UTF_8));
        try {
            var found = check(TrailVendor.AWS, account);
            Claim.that(
                    found.count() > LockdownReport.LISTED
                            || named(found).stream().anyMatch(hole -> hole.contains(PLANTED)),
                    "nothing in the file hides a user who may do everything");
        } finally {
            account.restore("account.json");
        }
    }

    /** An empty object if a reader of other limits does not read it. */
    private static ObjectNode read(byte[] content) {
        try {
            return JsonMappers.STRICT.readTree(content) instanceof ObjectNode details
                    ? details
                    : JsonMappers.PLAIN.createObjectNode();
        } catch (IOException other) {
            return JsonMappers.PLAIN.createObjectNode();
        }
    }

    private static Map<TrailVendor, Account> accounts() {
        var all = new EnumMap<TrailVendor, Account>(TrailVendor.class);
        all.put(TrailVendor.AWS, account(TrailVendor.AWS, "aws/hole-scp-administrator-can-be-made"));
        all.put(TrailVendor.AZURE, account(TrailVendor.AZURE, "azure/hole-user-access-administrator"));
        all.put(TrailVendor.GOOGLE, account(TrailVendor.GOOGLE, "google/hole-key-admin"));
        return all;
    }

    private static Account account(TrailVendor vendor, String name) {
        try {
            var folder = Files.createTempDirectory("lockdown");
            folder.toFile().deleteOnExit();
            var files = new TreeMap<String, byte[]>();
            for (var target : TARGETS) {
                var resource = "/io/facegate/lockdown/" + name + '/' + target.file;
                try (InputStream in =
                        target.vendor == vendor ? LockdownFuzzer.class.getResourceAsStream(resource) : null) {
                    if (in != null) {
                        files.put(target.file, in.readAllBytes());
                        Files.write(folder.resolve(target.file), files.get(target.file));
                        folder.resolve(target.file).toFile().deleteOnExit();
                    }
                }
            }
            return new Account(folder, files);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
