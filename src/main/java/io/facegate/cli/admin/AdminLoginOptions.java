package io.facegate.cli.admin;

import io.facegate.cli.ActorOptions;
import io.facegate.cli.BreakGlassOption;
import io.facegate.cli.CommonOptions;
import io.facegate.usecase.registry.RegistryAccess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of the login with which a command changes a registry through a gateway's admin API. */
public final class AdminLoginOptions {
    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = {
                "Make the change through the admin API of this gateway, in the name of the person who ran facegate"
                        + " login. Default: the gateway of the login, for a registry that gateways share."
            })
    private @Nullable URI admin;

    @Option(
            names = "--login-file",
            paramLabel = "FILE",
            description = "The file with the login. Default: ~/.facegate/login.json.")
    private Path file = LoginFile.ofUser();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** The file with the login. */
    public Path file() {
        return file;
    }

    /**
     * True if the change goes to a gateway.
     *
     * @param isShared whether gateways share the registry
     */
    public boolean isUsed(boolean isShared) {
        return admin != null || (isShared && LoginFile.read(file) != null);
    }

    /**
     * The gateway that makes a change, which has the registry that the command names; null if the command makes the
     * change itself.
     */
    public @Nullable AdminApiClient gateway(ActorOptions acting, BreakGlassOption glass, CommonOptions settings) {
        return gateway(acting, acting.person().reason(), glass, settings);
    }

    /**
     * As above, for a change that may say why in its own words.
     *
     * @param reason why; null if nobody said
     */
    public @Nullable AdminApiClient gateway(
            ActorOptions acting, @Nullable String reason, BreakGlassOption glass, CommonOptions settings) {
        if (glass.isUsed() || !isUsed(settings.registry().isShared())) {
            return null;
        }
        if (acting.isNamed()) {
            throw usageError(
                    "The login says who you are. Leave --by out, or change the registry directly: --break-glass.");
        }
        var gateway = open(reason);
        var registry = new RegistryAccess(settings.registry(), settings.ledger(), null);
        if (registry.mayExist()) {
            gateway.requireRegistry(registry.id(), settings.registry().toString());
        }
        return gateway;
    }

    /** The admin API in the name of whoever logged in. */
    public AdminApiClient open(@Nullable String reason) {
        var login = LoginFile.read(file);
        if (login == null) {
            throw usageError("Nobody is logged in. Run: facegate login --admin URL.");
        }
        if (!login.expires().isAfter(Instant.now())) {
            throw usageError("The login ended at " + login.expires() + ". Run: facegate login.");
        }
        if (admin != null && !admin.equals(login.admin())) {
            throw usageError("The login is for " + login.admin() + ". Run: facegate login --admin " + admin + '.');
        }
        if (reason == null) {
            throw usageError("A change through the admin API says why: --reason TEXT.");
        }
        return new AdminApiClient(login.admin(), login.token(), reason);
    }

    private ParameterException usageError(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
