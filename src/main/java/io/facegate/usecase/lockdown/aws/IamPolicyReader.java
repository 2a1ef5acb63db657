package io.facegate.usecase.lockdown.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.json.JsonMappers;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.AccountExportJson;
import io.facegate.usecase.lockdown.account.Hole.Opening;
import io.facegate.usecase.lockdown.account.WildcardPattern;
import io.facegate.usecase.lockdown.account.WildcardSet;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a policy document. What is not known in it is refused: nobody knows what it allows. */
final class IamPolicyReader {
    private static final Set<String> OF_POLICY = Set.of("Version", "Id", "Statement");
    private static final Set<String> OF_STATEMENT = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    private final String file;
    private final Map<WildcardSet, ActionSet> interned = new HashMap<>();

    /** @param file the exported file, for messages and holes */
    IamPolicyReader(String file) {
        this.file = file;
    }

    /**
     * Reads a document.
     *
     * @param name the name of the policy, and of whom it belongs to
     */
    List<IamStatement> read(JsonNode document, String name) throws AccountExportException {
        var policy = document.isTextual() ? parse(document.textValue(), name) : document;
        if (!policy.isObject()) {
            throw new AccountExportException(file + ": the policy " + name + " has no document.");
        }
        requireKnown(policy, OF_POLICY, name);
        var list = policy.path("Statement");
        var statements = new ArrayList<IamStatement>();
        if (list.isObject()) {
            statements.add(statement(list, name, 1));
            return statements;
        }
        for (var one : AccountExportJson.list(list, file + ": the statements of " + name)) {
            statements.add(statement(one, name, statements.size() + 1));
        }
        return statements;
    }

    /** A document as IAM's API has it: JSON in a text, often with percent signs. */
    private JsonNode parse(String text, String name) throws AccountExportException {
        try {
            var plain = text.stripLeading().startsWith("{") ? text : URLDecoder.decode(text, StandardCharsets.UTF_8);
            return JsonMappers.STRICT.readTree(plain);
        } catch (JsonProcessingException | IllegalArgumentException broken) {
            throw new AccountExportException(file + ": the policy " + name + " is no JSON.", broken);
        }
    }

    private void requireKnown(JsonNode object, Set<String> known, String where) throws AccountExportException {
        for (var field : object.properties()) {
            if (!known.contains(field.getKey())) {
                throw new AccountExportException(
                        file + ": " + where + " has the element " + field.getKey() + ", which is not known.");
            }
        }
    }

    private IamStatement statement(JsonNode statement, String policy, int number) throws AccountExportException {
        var sid = statement.path("Sid").asText("");
        var where = policy + " / " + (sid.isEmpty() ? "statement " + number : sid);
        requireKnown(statement, OF_STATEMENT, where);
        var effect = AccountExportJson.text(statement, "Effect", file + ": " + where);
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw new AccountExportException(file + ": " + where + " has the effect " + effect + '.');
        }
        return new IamStatement(
                effect.equals("Allow"),
                actions(statement, where),
                resources(statement, where),
                conditions(statement, where),
                new IamStatement.Named(principals(statement, where), new Opening(file, where)));
    }

    private ActionSet actions(JsonNode statement, String where) throws AccountExportException {
        boolean isComplement = statement.has("NotAction");
        if (isComplement == statement.has("Action")) {
            throw new AccountExportException(file + ": " + where + " must have either Action or NotAction.");
        }
        var words = AccountExportJson.texts(statement.path(isComplement ? "NotAction" : "Action"), file + ": " + where);
        var patterns = words.stream().map(WildcardPattern::ofLowerCase).toList();
        return interned.computeIfAbsent(new WildcardSet(patterns, isComplement), ActionSet::new);
    }

    private IamStatement.Resources resources(JsonNode statement, String where) throws AccountExportException {
        boolean isComplement = statement.has("NotResource");
        if (isComplement && statement.has("Resource")) {
            throw new AccountExportException(file + ": " + where + " has both Resource and NotResource.");
        }
        if (!isComplement && !statement.has("Resource")) {
            return IamStatement.Resources.ALL;
        }
        var texts =
                AccountExportJson.texts(statement.path(isComplement ? "NotResource" : "Resource"), file + ": " + where);
        return new IamStatement.Resources(texts, isComplement);
    }

    private List<ConditionTest> conditions(JsonNode statement, String where) throws AccountExportException {
        var tests = new ArrayList<ConditionTest>();
        requireObject(statement.path("Condition"), where);
        for (var operator : statement.path("Condition").properties()) {
            requireObject(operator.getValue(), where);
            for (var key : operator.getValue().properties()) {
                var values = AccountExportJson.texts(key.getValue(), file + ": " + where);
                tests.add(ConditionTest.of(operator.getKey(), key.getKey(), values, file + ": " + where));
            }
        }
        return tests;
    }

    private void requireObject(JsonNode condition, String where) throws AccountExportException {
        if (!condition.isMissingNode() && !condition.isObject()) {
            throw new AccountExportException(file + ": " + where + " has a condition that is no object.");
        }
    }

    private TrustedPrincipals principals(JsonNode statement, String where) throws AccountExportException {
        boolean isComplement = statement.has("NotPrincipal");
        var named = statement.path(isComplement ? "NotPrincipal" : "Principal");
        if (named.isTextual()) {
            return new TrustedPrincipals(List.of(named.textValue()), List.of(), List.of(), isComplement);
        }
        requireKnown(named, Set.of("AWS", "Service", "Federated", "CanonicalUser"), where);
        var aws = new ArrayList<>(AccountExportJson.texts(named.path("AWS"), file + ": " + where));
        aws.addAll(AccountExportJson.texts(named.path("CanonicalUser"), file + ": " + where));
        return new TrustedPrincipals(
                aws,
                AccountExportJson.texts(named.path("Service"), file + ": " + where),
                AccountExportJson.texts(named.path("Federated"), file + ": " + where),
                isComplement);
    }
}
