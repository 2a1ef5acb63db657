/** The tables of vendors whose operations are told by method and path. */
@NullMarked
package io.facegate.call.rest;

import org.jspecify.annotations.NullMarked;
