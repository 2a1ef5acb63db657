/** The adapter to Azure Face. */
@NullMarked
package io.facegate.provider.azure;

import org.jspecify.annotations.NullMarked;
