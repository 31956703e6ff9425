package io.github.inceptionv2.internal.image;

/**
 * Decoded pixels on the heap: height x width x channels, RGB or RGBA.
 *
 * @param channels 3 or 4
 */
record RawPixels(byte[] bytes, int height, int width, int channels) {}
