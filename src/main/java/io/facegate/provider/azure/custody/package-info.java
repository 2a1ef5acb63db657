/** Keeps apart, on one Azure resource, what belongs to whom: face ids, galleries, persons and sessions. */
@NullMarked
package io.facegate.provider.azure.custody;

import org.jspecify.annotations.NullMarked;
