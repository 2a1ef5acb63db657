package io.facegate.app;

import io.facegate.app.server.KubernetesVariables;
import io.facegate.cli.EnvironmentVariables;
import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Defaults of options. Precedence: the option, its environment variable, the built-in default. */
final class EnvironmentDefaults implements IDefaultValueProvider {
    private final Map<String, String> environment;
    private final KubernetesVariables services;

    EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
        this.services = KubernetesVariables.fromEnvironment(environment);
    }

    /**
     * The variable's value as it stands: picocli would replace what follows a dollar sign. A variable that Kubernetes
     * made for a service is as if it were not set.
     */
    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        var variable = variable(argument);
        var value = variable == null || services.describe(variable) ? null : environment.get(variable);
        return value == null ? null : value.replace("$", "$$");
    }

    /** The variable of an option; null if it has none: a flag that no word on the command line could take back. */
    static @Nullable String variable(ArgSpec argument) {
        return argument instanceof OptionSpec option
                        && argument.userObject() instanceof Field field
                        && field.getDeclaringClass().isAnnotationPresent(EnvironmentVariables.class)
                        && (option.arity().max() > 0 || option.negatable())
                ? "FACEGATE_"
                        + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT)
                : null;
    }
}
