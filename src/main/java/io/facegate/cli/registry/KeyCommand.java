package io.facegate.cli.registry;

import io.facegate.call.Fault;
import io.facegate.cli.ExitCode;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.MintedKey;
import io.facegate.usecase.ledger.KeyLastUsed;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.RegistryLines;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate key}: mints, lists and revokes the organisations' API keys. */
@Command(
        name = "key",
        description = "Mints, lists and revokes the keys that organisations call with.",
        footer = {
            "",
            "Examples:",
            "  facegate key mint --org spring-harbor --purpose missing_person --expires 90d",
            "  eval \"$(facegate key mint --org spring-harbor --export)\"",
            "  facegate key mint --org spring-harbor --sandbox",
            "  facegate key mint --org spring-harbor --wire facegate --place US-OR --from 2027-01-01",
            "  facegate key list --org spring-harbor",
            "  facegate key rotate FGAKABCDEFGHIJKLMNOP --overlap 14",
            "  facegate key find < leaked.txt",
            "  facegate key revoke FGAKABCDEFGHIJKLMNOP"
        },
        subcommands = {
            KeyCommand.Mint.class,
            AddCertificateCommand.class,
            KeyCommand.ListAll.class,
            KeyCommand.Revoke.class,
            KeyRotateCommand.class,
            KeyFindCommand.class
        })
public final class KeyCommand extends RegistryCommand {
    @Command(
            name = "mint",
            description = {
                "Mints a key and prints it as one JSON object, this once: secrets cannot be shown again.",
                "accessKeyId and secretAccessKey sign requests with any AWS SDK. apiKey is for clients that send a"
                        + " plain key."
            })
    static final class Mint extends GatewayChangeSubcommand {
        @Option(
                names = "--org",
                required = true,
                paramLabel = "ORG",
                description = "The organisation that the key belongs to.")
        private String organisation = "";

        @Option(names = "--purpose", paramLabel = "WORD", description = "The one purpose of every call with this key.")
        private @Nullable String purpose;

        @Option(
                names = "--for",
                paramLabel = "ORG",
                description = {
                    "An organisation that its calls are made for. A contractor needs one.",
                    "Repeat it for the chain of organisations that it acts for, nearest first."
                })
        private List<String> principals = new ArrayList<>();

        @Option(
                names = "--case",
                paramLabel = "CASE",
                description = "The case of every call with this key that names none itself. The case's evidence then"
                        + " applies.")
        private @Nullable String matter;

        @Option(
                names = "--expires",
                paramLabel = "WHEN",
                description = "When the key ends: 90d, 12h, 30m, a date or an instant. Default: never.")
        private @Nullable String expires;

        @Mixin
        private KeyLimitOptions limits = new KeyLimitOptions();

        @Option(
                names = "--sandbox",
                description = {
                    "Makes a key of the sandbox, for developers. Its calls are decided like the organisation's other"
                            + " calls, and marked in the records. The embedded engine answers them; no vendor gets"
                            + " them."
                })
        private boolean sandbox;

        @Option(
                names = "--label",
                paramLabel = "NAME",
                description =
                        "A label for the key, such as the program that uses it. A new key cannot take the label of"
                                + " another valid key of the organisation.")
        private @Nullable String label;

        @Option(
                names = "--export",
                description = {
                    "Prints the key as commands for a shell instead, which export it as AWS_ACCESS_KEY_ID,"
                            + " AWS_SECRET_ACCESS_KEY and FACEGATE_API_KEY.",
                })
        private boolean export;

        @Override
        protected ExitCode run() {
            var until = expires == null ? null : MomentArgument.parse("--expires", expires, Instant.now());
            var request =
                    new KeyRequest(organisation, principals, purpose, matter, limits.until(until), sandbox, label);
            var gateway = gateway();
            if (gateway != null) {
                require(!export, "--export is not for a key that a gateway mints: its secrets are printed as JSON.");
                return print(gateway.send("POST", path("organisations", organisation, "keys"), fields(request)));
            }
            var minted = new OrganisationKeys(registry()).mint(request);
            if (export) {
                output().print(exports(minted.key()));
            } else {
                output().printJson(RegistryLines.toFields(minted.key()));
            }
            warn(minted.warnings());
            return ExitCode.DONE;
        }

        static Map<String, Object> fields(KeyRequest request) {
            var fields = new HashMap<String, Object>();
            fields.put("for", request.principals());
            fields.put("sandbox", request.sandbox());
            put(fields, "purpose", request.purpose());
            put(fields, "case", request.caseId());
            put(fields, "label", request.label());
            put(fields, "from", request.limits().from());
            put(fields, "expires", request.expires());
            fields.put("wires", request.limits().wires());
            fields.put("places", request.limits().places());
            return fields;
        }

        private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
            if (value != null) {
                fields.put(name, value.toString());
            }
        }

        /** A key has no character that a shell reads inside single quotes. */
        private static String exports(MintedKey minted) {
            return "export AWS_ACCESS_KEY_ID='" + minted.accessKeyId() + "'\nexport AWS_SECRET_ACCESS_KEY='"
                    + minted.secretAccessKey() + "'\nexport FACEGATE_API_KEY='" + minted.apiKey() + "'";
        }
    }

    @Command(name = "list", description = "Lists keys, without their secrets.")
    static final class ListAll extends RegistrySubcommand {
        @Option(names = "--org", paramLabel = "ORG", description = "Only the keys of this organisation.")
        private @Nullable String organisation;

        @Override
        protected ExitCode run() {
            var now = Instant.now();
            var keys = new OrganisationKeys(registry())
                    .list().stream()
                            .filter(each -> organisation == null
                                    || each.entry().request().organisation().equals(organisation))
                            .toList();
            var used = lastUse(keys.stream().map(key -> key.entry().id()).toList());
            return print(
                    keys,
                    entry -> used == null
                            ? RegistryLines.toFields(entry, now)
                            : RegistryLines.withUse(RegistryLines.toFields(entry, now), used.get(entry.id()), now));
        }

        /** When each key was last used; null, and said so, if the ledger cannot tell. */
        private @Nullable Map<String, Instant> lastUse(List<String> ids) {
            if (ids.isEmpty()) {
                return Map.of();
            }
            try (var search = RecordSearch.open(settings.ledger())) {
                return KeyLastUsed.newest(search, ids);
            } catch (Fault unread) {
                output().printError("When keys were last used is not known: " + unread.getMessage());
                return null;
            }
        }
    }

    @Command(
            name = "revoke",
            description = {
                "Revokes a key for good. A running gateway rejects it within a second, and its secrets are wiped."
            })
    static final class Revoke extends GatewayChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The key's accessKeyId.")
        private String id = "";

        @Override
        protected ExitCode run() {
            var gateway = gateway();
            if (gateway == null) {
                new OrganisationKeys(registry()).revoke(id);
            } else {
                gateway.send("DELETE", path("organisations", organisationOf(id), "keys", id), null);
            }
            return done("Revoked " + id, gateway);
        }
    }
}
