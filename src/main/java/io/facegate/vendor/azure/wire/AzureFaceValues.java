package io.facegate.vendor.azure.wire;

import io.facegate.vendor.wire.InvalidRequestException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Typed values of a call's parameters, checked against the vendor's limits. */
record AzureFaceValues(AzureParameters given) {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    boolean has(String key) {
        return given.body().get(key) != null;
    }

    String uuid(String key) {
        return uuid(key, given.body().get(key));
    }

    List<String> uuids(String key, int least, int most) {
        if (given.body().get(key) instanceof List<?> list && list.size() >= least && list.size() <= most) {
            return list.stream().map(each -> uuid(key, each)).toList();
        }
        throw new InvalidRequestException(key + " must hold from " + least + " to " + most + " ids.");
    }

    private static String uuid(String key, @Nullable Object value) {
        if (value instanceof String text && UUID.matcher(text).matches()) {
            return text;
        }
        throw new InvalidRequestException(key + " must be an id that the service returned.");
    }

    int count(String key, int most, int otherwise) {
        var value = given.body().get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long number && number >= 1 && number <= most) {
            return number.intValue();
        }
        throw new InvalidRequestException(key + " must be a whole number from 1 to " + most + ".");
    }

    /** Returns a number of the query. */
    long seconds(String key, long least, long most, long otherwise) {
        var value = given.query().get(key);
        if (value == null) {
            return otherwise;
        }
        if (NUMBER.matcher(value).matches() && Long.parseLong(value) >= least && Long.parseLong(value) <= most) {
            return Long.parseLong(value);
        }
        throw new InvalidRequestException(key + " must be a whole number from " + least + " to " + most + ".");
    }
}
