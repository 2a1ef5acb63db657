package io.facegate.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.cli.ExitCode;
import io.facegate.cli.admin.AdminApiClient;
import io.facegate.cli.admin.AdminLoginOptions;
import io.facegate.json.JsonMappers;
import io.facegate.usecase.registry.OrganisationKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A change to the registry that can also be made through the admin API of a gateway where the person logged in. */
public abstract class GatewayChangeSubcommand extends RegistryChangeSubcommand {
    @Mixin
    private AdminLoginOptions admin = new AdminLoginOptions();

    /** The gateway that makes the change, which has the registry that the command names; null if the command changes the registry itself. */
    protected final @Nullable AdminApiClient gateway() {
        return admin.gateway(acting, glass, settings);
    }

    /** Says what was done, and at which gateway if one did it. */
    protected final ExitCode done(String what, @Nullable AdminApiClient gateway) {
        return done(what + (gateway == null ? "" : " at " + gateway.gateway()) + '.');
    }

    /** Prints what a gateway answered: the entry, or the proposal that the change became. */
    protected final ExitCode print(AdminApiClient.Answer answer) {
        if (!answer.body().isEmpty()) {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            answer.body().properties().forEach(each -> fields.put(each.getKey(), value(each.getValue())));
            print(fields);
        }
        return answer.isProposal()
                ? done("Proposed at " + answer.gateway()
                        + ", and not changed yet: it takes a second person. To look at it: proposal show ID.")
                : done("Changed at " + answer.gateway() + '.');
    }

    private static @Nullable Object value(JsonNode value) {
        return value.isNull() ? null : JsonMappers.PLAIN.convertValue(value, Object.class);
    }

    /** The organisation that a key belongs to, whose path the admin API asks for. */
    final String organisationOf(String key) {
        return new OrganisationKeys(reading())
                .list().stream()
                        .filter(each -> each.entry().id().equals(key))
                        .findFirst()
                        .orElseThrow(() -> usageError("There is no key with this id. To see all: key list."))
                        .entry()
                        .request()
                        .organisation();
    }

    /** A path of the admin API. */
    protected static String path(String... parts) {
        return AdminApiClient.path(parts);
    }

    /** A body of one field. */
    protected static Map<String, ?> body(String name, Object value) {
        return Map.of(name, value);
    }
}
