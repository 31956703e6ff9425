package io.github.inceptionv2.benchmark;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** A {@link BatchLoop} for networks that take a batch as one buffer, which readers write into. */
final class PhotoBatches {

  /** Runs the network on the images of {@code input}. */
  interface Network {
    float[][] logits(FloatBuffer input, int count) throws Exception;
  }

  private PhotoBatches() {}

  static BatchLoop<FloatBuffer> loop(PhotoReader reader, Network network) {
    FloatBuffer places = ChannelsFirst.allocate(BatchLoop.PLACES);
    return new BatchLoop<>(
        (file, place) -> {
          FloatBuffer image = slice(places, place, 1);
          reader.read(file, image);
          return image;
        },
        (images, place) -> {
          FloatBuffer input = slice(places, place, images.size());
          return top(network.logits(input, images.size()));
        });
  }

  private static FloatBuffer slice(FloatBuffer places, int place, int count) {
    return places.slice(place * ChannelsFirst.IMAGE, count * ChannelsFirst.IMAGE);
  }

  private static List<List<Contender.Top>> top(float[][] logits) {
    return Arrays.stream(logits).map(each -> Scores.top(each, Contender.TOP)).toList();
  }
}
