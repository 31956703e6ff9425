package io.github.inceptionv2.internal.image;

import java.io.File;

/** An application that decodes an image. */
final class WebpSize {

  private WebpSize() {}

  /** Returns the height and width, or the reason for a failure. */
  static String of(File file) throws Exception {
    try (ImagePipeline pipeline = ImagePipeline.open(ImageSettings.DEFAULT)) {
      Decoded decoded = Decoded.of(pipeline, new ImageData.File(file.toPath()), View.ALL);
      return decoded.height() + "x" + decoded.width();
    } catch (UnreadableImageException e) {
      return e.getMessage();
    }
  }
}
