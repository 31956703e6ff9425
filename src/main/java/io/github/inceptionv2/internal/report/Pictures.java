package io.github.inceptionv2.internal.report;

import io.github.inceptionv2.internal.image.ImagePipeline;
import io.github.inceptionv2.internal.image.ImageSettings;
import io.github.inceptionv2.internal.image.Thumbnail;
import io.github.inceptionv2.internal.image.UnreadableImageException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** Makes small pictures and puts them into a page. Owns native memory; not thread-safe. */
public final class Pictures implements AutoCloseable {

  private static final int LONG_SIDE = 160;

  /** Shows what there is of an image, as a model may have accepted it. */
  private static final ImageSettings SETTINGS = ImageSettings.DEFAULT.acceptingIncomplete();

  private ImagePipeline pipeline;

  /** The picture as a {@code data:} address, or nothing if the file cannot be read any more. */
  public Optional<String> address(Path file) {
    if (pipeline == null) {
      pipeline = ImagePipeline.open(SETTINGS);
    }
    try {
      return Optional.of(address(Thumbnail.jpeg(pipeline, file, LONG_SIDE)));
    } catch (IOException | UnreadableImageException e) {
      return Optional.empty();
    }
  }

  /** A picture as a {@code data:} address. */
  public static String address(BufferedImage picture) throws IOException {
    return address(Thumbnail.encode(picture));
  }

  /**
   * Adds a picture to a page, or a sentence in its place.
   *
   * @param address empty if the picture's file cannot be read any more
   * @param name for readers who do not see the picture
   */
  public static void add(Html html, Optional<String> address, String name) {
    html.open("div", "class", "photo");
    if (address.isPresent()) {
      html.open("img", "src", address.get(), "alt", name);
    } else {
      html.text("cannot be read any more");
    }
    html.close("div");
  }

  private static String address(byte[] jpeg) {
    return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
  }

  @Override
  public void close() {
    if (pipeline != null) {
      pipeline.close();
    }
  }
}
