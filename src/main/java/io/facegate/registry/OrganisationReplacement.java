package io.facegate.registry;

import io.facegate.identity.Organisation;
import org.jspecify.annotations.Nullable;

/**
 * An organisation as it is to be.
 *
 * @param before as it was when the change was planned; null if it was not there
 */
public record OrganisationReplacement(@Nullable Organisation before, Organisation after) {}
