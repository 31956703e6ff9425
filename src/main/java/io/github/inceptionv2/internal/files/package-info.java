/** Utilities for files and paths, based on the JDK alone. */
package io.github.inceptionv2.internal.files;
