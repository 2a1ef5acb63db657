/** Appeals of refused callers. */
@NullMarked
package io.facegate.gateway.appeals;

import org.jspecify.annotations.NullMarked;
