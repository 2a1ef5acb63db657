/** Bearer tokens of trusted issuers, read by SmallRye JWT behind the port of identity. */
@NullMarked
package io.facegate.app.token;

import org.jspecify.annotations.NullMarked;
