package io.facegate.cli.registry;

import io.facegate.call.Fault;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.registry.HeldResponses;
import io.facegate.registry.Registrar;
import io.facegate.registry.RegistryException;
import io.facegate.registry.ReviewService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens the registry for one command. Turns faults into an error message and an exit code. */
public final class RegistrySession {
    private RegistrySession() {}

    /** Runs a command on an existing registry: a misspelt folder must not become an empty registry. */
    public static int serve(CommonOptions settings, @Nullable ActorOptions acting, Consumer<Registrar> work) {
        if (!Registrar.isIn(settings.data())) {
            settings.printError("There is no registry in " + settings.data() + ". Name the data folder with --data DIR,"
                    + " or register an organisation first: org add.");
            return ExitCode.USAGE.number();
        }
        return runOnNewFolder(settings, acting, work);
    }

    /** The same for a command that changes nothing. */
    static int serve(CommonOptions settings, Consumer<Registrar> work) {
        return serve(settings, null, work);
    }

    /**
     * Prints rows, and marks those that fail verification: their content may be anything.
     *
     * @param table the table's name in {@code registry verify}
     * @param key the field of a line that holds the row's id
     * @return 5 if a row fails verification
     */
    static int list(
            CommonOptions settings,
            String table,
            String key,
            Function<Registrar, List<Map<String, @Nullable Object>>> lines) {
        var failed = new boolean[1];
        int ended = serve(settings, registrar -> {
            var altered = registrar.verify().altered();
            var marked = new ArrayList<Map<String, @Nullable Object>>();
            for (var line : lines.apply(registrar)) {
                var row = new LinkedHashMap<>(line);
                if (altered.contains(table + '/' + row.get(key))) {
                    row.put("altered", true);
                    failed[0] = true;
                }
                marked.add(row);
            }
            settings.output().printEntries(marked);
        });
        if (!failed[0] || ended != ExitCode.DONE.number()) {
            return ended;
        }
        settings.printError("Entries marked as altered were changed outside Facegate and are ignored. See: facegate"
                + " registry verify, and docs/identity.md, Changed rows.");
        return ExitCode.LEDGER_DOES_NOT_VERIFY.number();
    }

    /** Prints lines about held answers. Reading does not create their folder. */
    static void print(CommonOptions settings, Function<ReviewService, List<Map<String, @Nullable Object>>> lines) {
        if (HeldResponses.existIn(settings.data())) {
            review(settings, null, desk -> settings.output().printEntries(lines.apply(desk)));
        } else {
            settings.output().printEntries(List.of());
        }
    }

    /** Runs work on the held answers. */
    static void review(CommonOptions settings, @Nullable ActorOptions acting, Consumer<ReviewService> work) {
        var journal = LedgerChangeJournal.of(settings.ledger(), acting);
        try (var reviews = HeldResponses.open(settings.data(), journal, HeldResponses.AGE)) {
            work.accept(reviews.reviewService());
        }
    }

    /** Runs a command that may be the first on its data folder. */
    static int runOnNewFolder(CommonOptions settings, @Nullable ActorOptions acting, Consumer<Registrar> work) {
        return runGuarded(settings, () -> {
            try (var registrar = Registrar.open(settings.data(), LedgerChangeJournal.of(settings.ledger(), acting))) {
                work.accept(registrar);
            }
        });
    }

    /** Runs work. Turns faults into an error message and an exit code. */
    static int runGuarded(CommonOptions settings, Runnable work) {
        try {
            work.run();
            return ExitCode.DONE.number();
        } catch (RegistryException.Unacceptable wrong) {
            settings.printError(wrong.sentence());
            return ExitCode.USAGE.number();
        } catch (RegistryException.Unusable broken) {
            settings.printError(broken.sentence());
            return ExitCode.FAULT.number();
        } catch (Fault fault) {
            settings.printError("Nothing was changed, because the change could not be recorded in the ledger: "
                    + fault.getMessage());
            return ExitCode.FAULT.number();
        }
    }
}
