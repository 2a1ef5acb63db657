package io.facegate.usecase.lockdown.account;

import java.util.List;
import java.util.Locale;

/** The gateway's own principals as an operator named them; a {@code *} at the end stands for any end. */
public final class GatewayNames {
    private final List<String> names;

    public GatewayNames(List<String> names) {
        this.names = List.copyOf(names);
    }

    public List<String> names() {
        return names;
    }

    /** True if the principal is the gateway's. */
    public boolean has(String principal) {
        return names.stream().anyMatch(name -> has(name, principal));
    }

    /** The same for names that vendors compare without regard to case. */
    public boolean hasAnyCase(String principal) {
        var lower = principal.toLowerCase(Locale.ROOT);
        return names.stream().anyMatch(name -> has(name.toLowerCase(Locale.ROOT), lower));
    }

    private static boolean has(String name, String principal) {
        return name.endsWith("*") ? principal.startsWith(name.substring(0, name.length() - 1)) : principal.equals(name);
    }
}
