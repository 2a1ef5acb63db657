package io.facegate.cli.registry;

import io.facegate.call.Fault;
import io.facegate.cli.ExitCode;
import io.facegate.cli.Settings;
import io.facegate.registry.Registrar;
import io.facegate.registry.RegistryTrouble;
import java.util.function.Consumer;

/** Opens the registry for one command, and turns what goes wrong into a sentence and an exit code. */
final class Desk {
    private Desk() {}

    /** Serves a command that needs what was registered before: a misspelt folder must not become an empty registry. */
    static int serve(Settings settings, Consumer<Registrar> work) {
        if (!Registrar.isIn(settings.data())) {
            settings.complain("There is no registry in " + settings.data() + ". Name the data folder with --data DIR,"
                    + " or register an organisation first: org add.");
            return ExitCode.USAGE.number();
        }
        return begin(settings, work);
    }

    /** Serves a command that may be the first on its data folder. */
    static int begin(Settings settings, Consumer<Registrar> work) {
        try (var registrar = Registrar.open(settings.data(), Acts.of(settings.data()))) {
            work.accept(registrar);
            return ExitCode.DONE.number();
        } catch (RegistryTrouble.Unacceptable wrong) {
            settings.complain(wrong.sentence());
            return ExitCode.USAGE.number();
        } catch (RegistryTrouble.Unusable broken) {
            settings.complain(broken.sentence());
            return ExitCode.FAULT.number();
        } catch (Fault fault) {
            settings.complain("Nothing was changed, because the change could not be written into the ledger: "
                    + fault.getMessage());
            return ExitCode.FAULT.number();
        }
    }
}
