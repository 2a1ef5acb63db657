package io.facegate.app.server;

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Option;

/**
 * Variables that Kubernetes puts into every pod for each service of its namespace. A service that is called facegate makes
 * FACEGATE_PORT, which is no port to listen on, and one that is called quarkus-svc makes variables that look like settings
 * of Quarkus. Only a whole and consistent set counts, so that no setting that somebody gives passes for one.
 */
public final class KubernetesVariables implements IDefaultValueProvider {
    private static final String HOST = "_SERVICE_HOST";
    private static final String MORE = "_SERVICE_PORT_[A-Z0-9_]+|_PORT_[0-9]+_(TCP|UDP|SCTP)(_PROTO|_PORT|_ADDR)?";

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-f:.]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
    private static final Pattern OF_AN_OPTION = Pattern.compile("\\$\\{env:([A-Z_]+):-([^}]*)}");

    private final Map<String, String> environment;
    private final List<Pattern> services;

    private KubernetesVariables(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.services = new ArrayList<>();
        for (var name : environment.keySet()) {
            if (name.endsWith(HOST)) {
                var service = name.substring(0, name.length() - HOST.length());
                if (isWhole(service)) {
                    services.add(Pattern.compile(
                            Pattern.quote(service) + "(" + HOST + "|_SERVICE_PORT|_PORT|" + MORE + ")"));
                }
            }
        }
    }

    /** Those of an environment. */
    public static KubernetesVariables in(Map<String, String> environment) {
        return new KubernetesVariables(environment);
    }

    /** Whether the variable of that name describes a service, and is no setting. */
    public boolean describe(String name) {
        return services.stream().anyMatch(service -> service.matcher(name).matches());
    }

    /** The value of an option whose variable describes a service: what it is where the variable is not set. */
    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (argument.userObject() instanceof AnnotatedElement element && element.isAnnotationPresent(Option.class)) {
            var given = OF_AN_OPTION.matcher(element.getAnnotation(Option.class).defaultValue());
            if (given.matches() && describe(given.group(1))) {
                return given.group(2);
            }
        }
        return null;
    }

    /** Whether the variables that every service has are there and agree with each other. */
    private boolean isWhole(String service) {
        var host = environment.getOrDefault(service + HOST, "");
        var port = environment.getOrDefault(service + "_SERVICE_PORT", "");
        if (!ADDRESS.matcher(host).matches() || !NUMBER.matcher(port).matches()) {
            return false;
        }
        var authority = (host.contains(":") ? "[" + host + "]" : host) + ':' + port;
        var address = environment.getOrDefault(service + "_PORT", "");
        return List.of("tcp://" + authority, "udp://" + authority, "sctp://" + authority)
                .contains(address);
    }
}
