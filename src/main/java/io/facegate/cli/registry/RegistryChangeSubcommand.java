package io.facegate.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.cli.ActorOptions;
import io.facegate.cli.ExitCode;
import io.facegate.cli.admin.AdminApi;
import io.facegate.cli.admin.AdminOptions;
import io.facegate.json.JsonMappers;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.RegistryAccess;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A command that changes the registry, in the name of a person: directly, or through the admin API of a gateway where
 * the person logged in.
 */
public abstract class RegistryChangeSubcommand extends RegistrySubcommand {
    @Mixin
    protected ActorOptions acting = new ActorOptions();

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Option(
            names = "--break-glass",
            description = {
                "Changes a registry that gateways share directly, although it has people, who change it through the"
                        + " admin API. For emergencies: it needs --reason, is on record and announced."
            })
    private boolean breakGlass;

    @Override
    protected final RegistryAccess registry() {
        var person = acting.person();
        require(!breakGlass || person.reason() != null, "--break-glass says why: --reason TEXT.");
        require(
                !isThroughAdmin(),
                "The admin API cannot do this, so a login is of no use here. In an emergency, change the registry"
                        + " directly: --break-glass --reason TEXT.");
        return breakGlass ? registry(person).breakingGlass() : registry(person);
    }

    /** The registry, only to read it. */
    final RegistryAccess reading() {
        return registry(null);
    }

    private boolean isThroughAdmin() {
        return !breakGlass && admin.isUsed(settings.registry().isShared());
    }

    /** The gateway that makes the change; null if the command changes the registry itself. */
    final @Nullable AdminApi gateway() {
        if (!isThroughAdmin()) {
            return null;
        }
        require(
                !acting.isNamed(),
                "The login says who you are. Leave --by out, or change the registry directly: --break-glass.");
        return admin.open(acting.person().reason());
    }

    /** Prints what a gateway answered: the entry, or the proposal that the change became. */
    final ExitCode print(AdminApi.Answer answer) {
        if (!answer.body().isEmpty()) {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            answer.body().properties().forEach(each -> fields.put(each.getKey(), value(each.getValue())));
            print(fields);
        }
        return answer.isProposal()
                ? done("Proposed, and not changed yet: it takes a second person. To look at it: proposal show ID.")
                : ExitCode.DONE;
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
    static String path(String... parts) {
        return AdminApi.path(parts);
    }

    /** A body of one field. */
    static Map<String, ?> body(String name, Object value) {
        return Map.of(name, value);
    }
}
