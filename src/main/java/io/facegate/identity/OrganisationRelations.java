package io.facegate.identity;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom an organisation belongs to and works for.
 *
 * @param parent the organisation that it is a part of, which is judged with each of its calls; or null
 * @param actsFor the only organisations that it may act for; empty if its credentials alone decide
 * @param contact whom to write to; or null
 */
public record OrganisationRelations(
        @Nullable String parent,
        Set<String> actsFor,
        @Nullable String contact) {
    public static final OrganisationRelations NONE = new OrganisationRelations(null, Set.of(), null);

    public OrganisationRelations {
        actsFor = Set.copyOf(actsFor);
    }
}
