package io.facegate.usecase.registry;

import io.facegate.registry.ProposalMade;
import org.jspecify.annotations.Nullable;

/**
 * What was applied of a plan.
 *
 * @param done the applied part
 * @param proposal the change that waits for a second person, and the rest with it; null if all was applied
 * @param organisations how many wait
 * @param keys how many wait
 */
public record PlanProgress(RegistryPlan done, @Nullable ProposalMade proposal, int organisations, int keys) {}
