/** Signed bundles of policies: how they are made, signed, read and verified. */
@NullMarked
package io.facegate.usecase.delivery;

import org.jspecify.annotations.NullMarked;
