/** The check whether a cloud account lets anybody but the gateway call a face operation. */
@NullMarked
package io.facegate.usecase.lockdown;

import org.jspecify.annotations.NullMarked;
