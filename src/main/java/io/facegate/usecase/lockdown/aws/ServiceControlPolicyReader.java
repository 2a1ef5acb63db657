package io.facegate.usecase.lockdown.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.usecase.lockdown.account.AccountExport;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.AccountExportJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Reads the service control policies that bind an account: those of each level between it and the organisation's root. */
final class ServiceControlPolicyReader {
    static final String FILE = "scps.json";

    private static final String COMMAND = "aws organizations list-parents from the account up to the root, then"
            + " list-policies-for-target --filter SERVICE_CONTROL_POLICY and describe-policy for each; {\"Levels\": []}"
            + " where there are none";

    private final AccountExport folder;
    private final IamPolicyReader reader = new IamPolicyReader(FILE);

    ServiceControlPolicyReader(AccountExport folder) {
        this.folder = folder;
    }

    List<List<IamStatement>> read(AwsAccount.Naming account) throws AccountExportException {
        var file = folder.require(FILE, COMMAND);
        if (!file.path("Levels").isArray()) {
            throw new AccountExportException(FILE + " has no list Levels.");
        }
        var levels = AccountExportJson.list(file, "Levels", FILE);
        if (levels.isEmpty() || account.isManagement()) {
            return List.of();
        }
        var read = new ArrayList<List<IamStatement>>();
        for (var level : isList(levels, account.id()) ? levels.reversed() : chain(levels, account.id())) {
            read.addFirst(statements(level));
        }
        return read;
    }

    /** True if no level names its parent: then all of them bind, the account's last. */
    private static boolean isList(List<JsonNode> levels, String account) {
        return levels.stream().noneMatch(level -> level.has("Parent"))
                && account.equals(levels.getLast().path("Target").textValue());
    }

    /** The levels from the account up. */
    private static List<JsonNode> chain(List<JsonNode> levels, String account) throws AccountExportException {
        Map<String, JsonNode> byTarget = new HashMap<>();
        for (var level : levels) {
            byTarget.put(AccountExportJson.text(level, "Target", FILE), level);
        }
        var chain = new ArrayList<JsonNode>();
        var passed = new HashSet<String>();
        var target = account;
        while (true) {
            var level = byTarget.get(target);
            if (level == null || !passed.add(target)) {
                throw new AccountExportException(
                        FILE + " has no level " + target + ", which is the account or above it. " + COMMAND + '.');
            }
            chain.add(level);
            var parent = AccountExportJson.text(level, "Parent");
            if (parent == null) {
                if (!target.startsWith("r-")) {
                    throw new AccountExportException(FILE + ": the level " + target + " has no Parent and is no root.");
                }
                return chain;
            }
            target = parent;
        }
    }

    private List<IamStatement> statements(JsonNode level) throws AccountExportException {
        var target = AccountExportJson.text(level, "Target", FILE);
        var policies = AccountExportJson.list(level, "Policies", FILE);
        if (policies.isEmpty()) {
            throw new AccountExportException(
                    FILE + ": the level " + target + " has no policy. AWS keeps one at each: the export is not whole.");
        }
        var statements = new ArrayList<IamStatement>();
        for (var policy : policies) {
            var name = policy.path("Name").asText(policy.path("Id").asText("policy"));
            statements.addAll(reader.read(policy.path("Content"), name));
        }
        return statements;
    }
}
