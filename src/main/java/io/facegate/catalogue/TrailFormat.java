package io.facegate.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a vendor's own trail, its log of the calls that it got, is read.
 *
 * @param title the vendor's name of it
 * @param services what the field SERVICE of the face service's entries contains, in lower case
 * @param categories the values of CATEGORY that are calls, in lower case; empty where the trail has no such field
 * @param fields where each field stands: paths of names with dots between, in lower case, the first that has a value
 *     counts
 * @param refused the values of ERROR with which the vendor refuses who calls
 * @param names words of the trail for an operation, in lower case, by the catalogue's names
 * @param prefixes beginnings of the catalogue's names that the trail does not write
 */
public record TrailFormat(
        String title,
        List<String> services,
        Set<String> categories,
        Map<TrailField, List<String>> fields,
        Set<String> refused,
        Map<String, String> names,
        List<String> prefixes) {
    public TrailFormat {
        services = List.copyOf(services);
        categories = Set.copyOf(categories);
        fields = Map.copyOf(fields);
        refused = Set.copyOf(refused);
        names = Map.copyOf(names);
        prefixes = List.copyOf(prefixes);
    }

    /** True if its entries have that field. */
    public boolean has(TrailField field) {
        return fields.containsKey(field);
    }
}
