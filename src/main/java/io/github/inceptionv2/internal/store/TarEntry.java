package io.github.inceptionv2.internal.store;

/**
 * A member of an archive.
 *
 * @param name its path, parts divided by {@code /}, with nothing in it that could leave a directory
 * @param size the number of its bytes; 0 for a directory
 */
record TarEntry(String name, boolean isDirectory, long size) {}
