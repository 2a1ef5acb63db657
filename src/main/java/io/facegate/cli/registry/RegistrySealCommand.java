package io.facegate.cli.registry;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.registry.Registrar;
import io.facegate.registry.RegistryException;
import io.facegate.registry.SealRepair;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facegate registry}: verifies the registry's rows, seals them under a new key, or accepts changed rows. */
@Command(
        name = "registry",
        description = {
            "Checks that organisations, keys and evidence are unchanged since they were registered, and repairs"
                    + " their seal.",
            "Every row carries an HMAC under registry.key, and the ledger knows the root over all of them."
        },
        footer = {
            "",
            "Examples:",
            "  facegate registry verify",
            "  facegate registry rotate --by m.roe --reason 'Yearly.'",
            "  facegate registry accept --by m.roe --reason 'Restored the backup of Monday.'"
        },
        subcommands = {
            RegistrySealCommand.Verify.class,
            RegistrySealCommand.Rotate.class,
            RegistrySealCommand.Accept.class
        })
public final class RegistrySealCommand extends RegistryCommand {
    @Command(
            name = "verify",
            description = "Checks every row, and all of them against the ledger. Exits with 5 if one fails.")
    static final class Verify implements Callable<Integer> {
        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Override
        public Integer call() {
            var failed = new boolean[1];
            int ended = RegistrySession.serve(settings, registrar -> failed[0] = !isIntact(registrar));
            return ended == ExitCode.DONE.number() && failed[0] ? ExitCode.LEDGER_DOES_NOT_VERIFY.number() : ended;
        }

        private boolean isIntact(Registrar registrar) {
            var verified = registrar.verify();
            boolean sound = verified.current() && verified.altered().isEmpty();
            if (settings.json()) {
                var line = new LinkedHashMap<String, @Nullable Object>();
                line.put("verifies", sound);
                line.put("root", verified.root());
                line.put("onRecord", verified.current());
                line.put("altered", new TreeSet<>(verified.altered()));
                settings.output().printJson(line);
                return sound;
            }
            settings.print(
                    (sound ? "The registry verifies. " : "THE REGISTRY DOES NOT VERIFY. ") + "Root " + verified.root());
            if (!verified.current()) {
                settings.print("It does not match the ledger: an older copy was put in place.");
            }
            new TreeSet<>(verified.altered())
                    .forEach(row -> settings.print("Changed outside Facegate, or missing: " + row));
            return sound;
        }
    }

    @Command(
            name = "rotate",
            description = {
                "Makes a new registry.key and seals every secret and every row with it. A running gateway uses it at"
                        + " once.",
                "Back up registry.key and registry.db together: each copy opens only with the other from the same"
                        + " backup."
            })
    static final class Rotate implements Callable<Integer> {
        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Override
        public Integer call() {
            return repair(settings, acting, repair -> {
                repair.rotate();
                return Set.of();
            });
        }
    }

    @Command(
            name = "accept",
            description = {
                "Accepts the rows as they are: after an older copy was restored, after somebody changed rows, or"
                        + " after registry.key was lost. Review the rows first.",
                "Organisations that do not verify are suspended; keys and evidence that do not verify are revoked."
                        + " After a loss of the key, that is all of them.",
                "The next start of the gateway accepts owned resources, galleries and held answers as they are."
            })
    static final class Accept implements Callable<Integer> {
        @Mixin
        private ActorOptions acting = new ActorOptions();

        @Mixin
        private CommonOptions settings = new CommonOptions();

        @Override
        public Integer call() {
            int ended = repair(settings, acting, repair -> repair.accept(Instant.now()));
            if (ended == ExitCode.DONE.number()) {
                settings.printError("The next start of the gateway accepts owned resources, galleries and held answers"
                        + " as they are.");
            }
            return ended;
        }
    }

    private static int repair(CommonOptions settings, ActorOptions acting, Function<SealRepair, Set<String>> work) {
        return RegistrySession.runGuarded(settings, () -> {
            if (!Registrar.isIn(settings.data())) {
                throw new RegistryException.Unacceptable("There is no registry in " + settings.data() + '.');
            }
            var journal = LedgerChangeJournal.of(settings.ledger(), acting);
            new TreeSet<>(work.apply(new SealRepair(settings.data(), journal)))
                    .forEach(row -> settings.print("Suspended or revoked, because it did not verify: " + row));
            settings.printError("Done, and on record.");
        });
    }
}
