package io.facegate.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.admin.AdminEndpointList.Endpoint;
import io.facegate.json.JsonMappers;
import io.facegate.registry.Right;
import io.facegate.registry.Role;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds of every endpoint of the admin API. */
class AdminEndpointsTest {
    /** Endpoints whose question is too long or too secret for an address. They change nothing. */
    private static final Set<String> ASKS_ONLY = Set.of("POST /policies/try", "POST /keys/find");

    @Test
    void everyEndpointSaysWhoMayUseIt() {
        assertThat(AdminEndpointList.all()).hasSizeGreaterThan(25).allMatch(Endpoint::isAnnotated);
    }

    /** What annotations and roles together open is what a table says that is written by hand. */
    @Test
    void eachEndpointIsOpenToTheRolesOfTheTable() {
        assertThat(AdminEndpointList.all().stream().map(Endpoint::toString))
                .containsExactlyInAnyOrderElementsOf(EndpointRoleTable.endpoints());
        for (var endpoint : AdminEndpointList.all()) {
            for (var role : Role.values()) {
                for (boolean isOwn : new boolean[] {true, false}) {
                    boolean opens = endpoint.isOpen()
                            || endpoint.rights().isEmpty()
                            || endpoint.rights().stream().anyMatch(role.rights()::contains)
                            || (isOwn && role == Role.MEMBER && endpoint.orOwn());
                    assertThat(opens)
                            .as("%s for %s, own %s", endpoint, role, isOwn)
                            .isEqualTo(EndpointRoleTable.mayUse(role, endpoint.toString(), isOwn));
                }
            }
        }
    }

    @Test
    void onlyTheDocumentIsOpenToAll() {
        assertThat(AdminEndpointList.all().stream().filter(Endpoint::isOpen).map(Endpoint::toString))
                .containsExactlyInAnyOrder("GET /openapi.yaml", "GET /openapi.json");
    }

    /** Reading never takes a right to change, and changing never takes only a right to read. */
    @Test
    void whatChangesSomethingTakesARightToChange() {
        for (var endpoint : AdminEndpointList.all()) {
            boolean reads = endpoint.method().equals("GET") || ASKS_ONLY.contains(endpoint.toString());
            // A reviewer has no right to read, and sees what there is to review.
            assertThat(endpoint.rights())
                    .as(endpoint.toString())
                    .allMatch(right -> reads == (right.word().startsWith("read_") || (reads && right == Right.REVIEW)));
            assertThat(endpoint.orOwn() && !reads).as(endpoint.toString()).isFalse();
        }
    }

    /** They read and write files and databases. */
    @Test
    void noEndpointRunsOnTheEventLoop() {
        assertThat(AdminEndpointList.resources())
                .allMatch(type ->
                        type.isAnnotationPresent(RunOnVirtualThread.class) != type.isAnnotationPresent(Blocking.class))
                .allMatch(type -> type.getPackageName().equals("io.facegate.admin"));
    }

    /** What takes a processor for seconds would hold a carrier of the virtual threads that serve calls. */
    @Test
    void whatTakesAProcessorForLongRunsOnThreadsOfThePlatform() {
        assertThat(AdminEndpointList.resources())
                .filteredOn(type -> type.isAnnotationPresent(Blocking.class))
                .containsExactlyInAnyOrder(TrialsResource.class, RegistryFileResource.class);
    }

    @Test
    void theDocumentListsExactlyTheEndpoints() throws Exception {
        var listed = new ArrayList<String>();
        JsonMappers.PLAIN
                .readTree(AdminOpenApiDocument.JSON)
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (List.of("get", "put", "post", "delete").contains(method)) {
                        listed.add(method.toUpperCase(Locale.ROOT) + ' ' + path.getKey());
                    }
                }));
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        AdminEndpointList.all().stream().map(Endpoint::toString).toList());
    }
}
