package io.facegate.app.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Service variables that Kubernetes injects into every pod of a namespace. A service called facegate makes
 * FACEGATE_PORT, which is not a port to listen on. One called quarkus-svc makes variables that look like Quarkus
 * settings. Only a complete and consistent set counts, so that no real setting is mistaken for one.
 */
public final class KubernetesVariables {
    private static final String HOST = "_SERVICE_HOST";
    private static final String MORE = "_SERVICE_PORT_[A-Z0-9_]+|_PORT_[0-9]+_(TCP|UDP|SCTP)(_PROTO|_PORT|_ADDR)?";

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-f:.]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

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

    /** The service variables in an environment. */
    public static KubernetesVariables in(Map<String, String> environment) {
        return new KubernetesVariables(environment);
    }

    /** True if the variable describes a service and is not a setting. */
    public boolean describe(String name) {
        return services.stream().anyMatch(service -> service.matcher(name).matches());
    }

    /** True if all variables that a service always has are present and consistent. */
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
