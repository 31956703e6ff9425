package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.image.ImagePipeline;
import io.github.inceptionv2.internal.image.ImageSettings;
import io.github.inceptionv2.internal.image.Thumbnail;
import io.github.inceptionv2.internal.image.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** Makes small pictures that lie inside of a page. Owns native memory; not thread-safe. */
final class Pictures implements AutoCloseable {

  private static final int LONG_SIDE = 160;

  private ImagePipeline pipeline;

  /** The picture as a {@code data:} address, or nothing if the file cannot be read any more. */
  Optional<String> address(Path file) {
    if (pipeline == null) {
      pipeline = ImagePipeline.open(ImageSettings.DEFAULT);
    }
    try {
      byte[] jpeg = Thumbnail.jpeg(pipeline, file, LONG_SIDE);
      return Optional.of("data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg));
    } catch (IOException | UnreadableImageException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    if (pipeline != null) {
      pipeline.close();
    }
  }
}
