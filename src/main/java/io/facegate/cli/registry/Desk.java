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

    static int serve(Settings settings, Consumer<Registrar> work) {
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
