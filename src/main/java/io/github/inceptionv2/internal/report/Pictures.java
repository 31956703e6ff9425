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

/** Makes thumbnails and adds them to a page. Owns native memory; not thread-safe. */
public final class Pictures implements AutoCloseable {

  private static final int LONG_SIDE = 160;

  /** Accepts incomplete images, as a model may have done. */
  private static final ImageSettings SETTINGS = ImageSettings.DEFAULT.acceptingIncomplete();

  private ImagePipeline pipeline;

  /** Returns a thumbnail as a {@code data:} URL, or empty if the file can no longer be read. */
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

  /** Returns an image as a {@code data:} URL. */
  public static String address(BufferedImage picture) throws IOException {
    return address(Thumbnail.encode(picture));
  }

  /**
   * Adds an image to a page, or a message in its place.
   *
   * @param address empty if the image's file can no longer be read
   * @param name alternative text for the image
   */
  public static void add(Html html, Optional<String> address, String name) {
    html.open("div", "class", "photo");
    if (address.isPresent()) {
      html.open("img", "src", address.get(), "alt", name);
    } else {
      html.text("image can no longer be read");
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
