package io.facegate.usecase.lockdown.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads values of exported files, and says where one is not what it must be. */
public final class AccountExportJson {
    private AccountExportJson() {}

    /**
     * The text of a field that must be there.
     *
     * @param where what the object is, for the message
     */
    public static String text(JsonNode object, String field, String where) throws AccountExportException {
        var value = object.path(field);
        if (!value.isTextual()) {
            throw new AccountExportException(where + " has no text " + field + '.');
        }
        return value.textValue();
    }

    /** The text of a field, or null. */
    public static @Nullable String text(JsonNode object, String field) {
        return object.path(field).textValue();
    }

    /** The members of a list that may be absent. */
    public static List<JsonNode> list(JsonNode object, String field, String where) throws AccountExportException {
        return list(object.path(field), where + ": " + field);
    }

    /** The members of a list; none where there is no list. */
    public static List<JsonNode> list(JsonNode list, String where) throws AccountExportException {
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw new AccountExportException(where + " is no list.");
        }
        var members = new ArrayList<JsonNode>();
        list.forEach(members::add);
        return members;
    }

    /** The texts of a field that has one or a list of them. */
    public static List<String> texts(JsonNode value, String where) throws AccountExportException {
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (value.isValueNode()) {
            return List.of(value.asText());
        }
        var texts = new ArrayList<String>();
        for (var one : list(value, where)) {
            if (!one.isValueNode()) {
                throw new AccountExportException(where + " has something that is no text.");
            }
            texts.add(one.asText());
        }
        return texts;
    }
}
