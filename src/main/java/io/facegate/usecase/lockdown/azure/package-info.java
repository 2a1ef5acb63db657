/** The check of Azure subscriptions: role assignments, deny assignments, policies, and keys of accounts. */
@NullMarked
package io.facegate.usecase.lockdown.azure;

import org.jspecify.annotations.NullMarked;
