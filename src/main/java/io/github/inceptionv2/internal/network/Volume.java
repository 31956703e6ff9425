package io.github.inceptionv2.internal.network;

import java.util.List;

/**
 * A three-dimensional array of numbers.
 *
 * @param values the numbers in the order height, width, channels
 */
record Volume(double[] values, int height, int width, int channels) {

  static Volume empty(int height, int width, int channels) {
    return new Volume(new double[height * width * channels], height, width, channels);
  }

  int at(int y, int x) {
    return (y * width + x) * channels;
  }

  /** Concatenates volumes along the channels. */
  static Volume join(List<Volume> parts) {
    int channels = parts.stream().mapToInt(Volume::channels).sum();
    Volume joined = empty(parts.get(0).height, parts.get(0).width, channels);
    int start = 0;
    for (Volume part : parts) {
      for (int i = 0; i < part.height * part.width; i++) {
        System.arraycopy(
            part.values, i * part.channels, joined.values, i * channels + start, part.channels);
      }
      start += part.channels;
    }
    return joined;
  }

  /** Returns the mean of each channel. */
  double[] mean() {
    double[] mean = new double[channels];
    for (int i = 0; i < values.length; i++) {
      mean[i % channels] += values[i] / (height * width);
    }
    return mean;
  }
}
