package io.facegate.usecase.lockdown.google;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.AccountExportJson;
import io.facegate.usecase.lockdown.account.GatewayNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The organisations, folders, projects and service accounts of an export, and what their IAM policies bind. */
final class GoogleResources {
    static final String FILE = "iam-policies.json";

    private static final String ACCOUNTS = "/serviceAccounts/";
    private static final String NO_PARENT = "none";
    private static final String MEMBER = "serviceAccount:";
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

    GoogleResources(JsonNode list) throws AccountExportException {
        for (var one : AccountExportJson.list(list, FILE)) {
            var name = AccountExportJson.text(one, "resource", FILE);
            byName.put(name, new Resource(name, parent(name, AccountExportJson.text(one, "parent"))));
            var number = one.path("projectNumber").asText("");
            if (!number.isEmpty()) {
                projectsByNumber.put(number, name);
            }
            for (var binding : AccountExportJson.list(one.path("policy"), "bindings", FILE + ": " + name)) {
                bind(name, binding);
            }
        }
        if (byMember.size() > MOST_MEMBERS) {
            throw new AccountExportException(FILE + " has more than 10,000 members. So many are not checked.");
        }
        for (var name : byName.keySet()) {
            requireTop(name);
        }
    }

    /** The parent that the export names. Only an organisation, or what says so, has none. */
    private static @Nullable String parent(String name, @Nullable String named) throws AccountExportException {
        if (named != null) {
            return named.equals(NO_PARENT) ? null : named;
        }
        if (name.contains(ACCOUNTS)) {
            return name.substring(0, name.indexOf(ACCOUNTS));
        }
        if (name.startsWith("organizations/")) {
            return null;
        }
        throw new AccountExportException(
                FILE + ": " + name + " has no parent, whose bindings it inherits. Name it, or write"
                        + " \"parent\": \"none\" if nothing is above it.");
    }

    /** What is not exported is not seen: who has rights there, or above. */
    private void requireTop(String resource) throws AccountExportException {
        var chain = chain(resource);
        for (var one : chain) {
            if (!byName.containsKey(one) && !one.contains(ACCOUNTS)) {
                throw new AccountExportException(FILE + " does not have " + one + ", which is " + resource
                        + " or above it: who has rights there is not known.");
            }
        }
        if (parent(chain.getLast()) != null) {
            throw new AccountExportException(FILE + ": " + resource + " is above itself.");
        }
    }

    private void bind(String resource, JsonNode binding) throws AccountExportException {
        var role = AccountExportJson.text(binding, "role", FILE + ": " + resource);
        var condition = binding.path("condition");
        var expression =
                condition.isObject() ? AccountExportJson.text(condition, "expression", FILE + ": " + resource) : null;
        for (var member : AccountExportJson.texts(binding.path("members"), FILE + ": " + resource)) {
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

    /** The same for a file that names a project, which must be in the export. */
    String project(String nameOrNumber, String file) throws AccountExportException {
        var project = project(nameOrNumber);
        if (!byName.containsKey(project)) {
            throw new AccountExportException(file + " names " + project + ", which " + FILE
                    + " does not have, neither as its resource nor as its projectNumber.");
        }
        return project;
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

    /** The service accounts that are the gateway's, also those that are named and the export does not have. */
    Set<String> serviceAccounts(GatewayNames gateway) throws AccountExportException {
        var accounts = new TreeSet<String>();
        for (var name : byName.keySet()) {
            if (name.contains(ACCOUNTS)
                    && gateway.has(MEMBER + name.substring(name.indexOf(ACCOUNTS) + ACCOUNTS.length()))) {
                accounts.add(name);
            }
        }
        for (var name : gateway.names()) {
            var email = name.startsWith(MEMBER) ? name.substring(MEMBER.length()) : "";
            if (!email.isEmpty()
                    && !email.endsWith("*")
                    && accounts.stream().noneMatch(one -> one.endsWith(ACCOUNTS + email))) {
                var project = email.replaceFirst("^[^@]*@", "").replaceFirst("\\.iam\\.gserviceaccount\\.com$", "");
                requireTop("projects/" + project);
                accounts.add("projects/" + project + ACCOUNTS + email);
            }
        }
        return accounts;
    }

    /** The resource and all above it, from below. */
    List<String> chain(String resource) {
        var chain = new ArrayList<String>();
        for (var at = resource; at != null && !chain.contains(at); at = parent(at)) {
            chain.add(at);
        }
        return chain;
    }

    private @Nullable String parent(String resource) {
        var known = byName.get(resource);
        if (known != null) {
            return known.parent();
        }
        int account = resource.indexOf(ACCOUNTS);
        return account < 0 ? null : resource.substring(0, account);
    }
}
