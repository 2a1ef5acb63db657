/** What an operator says about who answers which calls. */
@NullMarked
package io.facegate.provider.routes;

import org.jspecify.annotations.NullMarked;
