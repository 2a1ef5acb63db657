package io.facegate.usecase.lockdown.google;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.usecase.lockdown.account.AccountException;
import io.facegate.usecase.lockdown.account.AccountJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The organisations, folders, projects and service accounts of an export, and what their IAM policies bind. */
final class GoogleResources {
    static final String FILE = "iam-policies.json";

    private static final String ACCOUNTS = "/serviceAccounts/";
    private static final int MOST_MEMBERS = 10_000;

    private final Map<String, Resource> byName = new LinkedHashMap<>();
    private final Map<String, String> projectsByNumber = new LinkedHashMap<>();
    private final Map<String, List<Bound>> byMember = new LinkedHashMap<>();

    /** A resource and the one above it. */
    record Resource(String name, @Nullable String parent) {}

    /**
     * A role that a member has somewhere.
     *
     * @param condition the expression of the binding's condition, or null
     */
    record Bound(
            String member,
            String role,
            String resource,
            @Nullable String condition) {
        String label() {
            return role + " at " + resource + (condition == null ? "" : " if " + condition);
        }
    }

    GoogleResources(JsonNode list) throws AccountException {
        for (var one : AccountJson.list(list, FILE)) {
            var name = AccountJson.text(one, "resource", FILE);
            var parent = AccountJson.text(one, "parent");
            if (parent == null && name.contains(ACCOUNTS)) {
                parent = name.substring(0, name.indexOf(ACCOUNTS));
            }
            byName.put(name, new Resource(name, parent));
            var number = one.path("projectNumber").asText("");
            if (!number.isEmpty()) {
                projectsByNumber.put(number, name);
            }
            for (var binding : AccountJson.list(one.path("policy"), "bindings", FILE + ": " + name)) {
                bind(name, binding);
            }
        }
        if (byMember.size() > MOST_MEMBERS) {
            throw new AccountException(FILE + " has more than 10,000 members. So many are not checked.");
        }
    }

    private void bind(String resource, JsonNode binding) throws AccountException {
        var role = AccountJson.text(binding, "role", FILE + ": " + resource);
        var condition = binding.path("condition");
        var expression =
                condition.isObject() ? AccountJson.text(condition, "expression", FILE + ": " + resource) : null;
        for (var member : AccountJson.texts(binding.path("members"), FILE + ": " + resource)) {
            if (!member.startsWith("deleted:")) {
                byMember.computeIfAbsent(member, any -> new ArrayList<>())
                        .add(new Bound(member, role, resource, expression));
            }
        }
    }

    Map<String, List<Bound>> members() {
        return byMember;
    }

    /** The project that a name or number stands for. */
    String project(String nameOrNumber) {
        var plain = nameOrNumber.replaceFirst("^projects/", "");
        return projectsByNumber.getOrDefault(plain, "projects/" + plain);
    }

    Stream<String> projects() {
        return byName.keySet().stream().filter(name -> name.startsWith("projects/") && !name.contains(ACCOUNTS));
    }

    /** Organisations and folders. */
    Stream<String> containers() {
        return byName.keySet().stream().filter(name -> !name.startsWith("projects/"));
    }

    /** The emails of a project's service accounts. */
    List<String> serviceAccounts(String project) {
        return byName.keySet().stream()
                .filter(name -> name.startsWith(project + ACCOUNTS))
                .map(name -> name.substring(name.indexOf(ACCOUNTS) + ACCOUNTS.length()))
                .toList();
    }

    /** The resource of a service account, or null if the export does not have it. */
    @Nullable
    String serviceAccount(String email) {
        return byName.keySet().stream()
                .filter(name -> name.endsWith(ACCOUNTS + email))
                .findFirst()
                .orElse(null);
    }

    /** The resource and all above it, from below. */
    List<String> chain(String resource) {
        var chain = new ArrayList<String>();
        for (var at = byName.getOrDefault(resource, new Resource(resource, null));
                at != null && !chain.contains(at.name()); ) {
            chain.add(at.name());
            var parent = at.parent();
            at = parent == null ? null : byName.getOrDefault(parent, new Resource(parent, null));
        }
        return chain;
    }
}
