/** Caller authentication: API keys, SigV4 signatures, bearer tokens and request declarations. */
@NullMarked
package io.facegate.identity;

import org.jspecify.annotations.NullMarked;
