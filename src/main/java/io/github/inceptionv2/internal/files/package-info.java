/** Places and names of files, on the JDK alone. */
package io.github.inceptionv2.internal.files;
