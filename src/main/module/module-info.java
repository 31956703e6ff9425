/**
 * Classifies images with Inception V2, turns them into feature vectors, and trains the network on
 * other images.
 *
 * <p>Applications require only {@code io.github.inceptionv2}. TensorFlow's native library is a
 * separate module, such as {@code tensorflow.nativelib.linux.x86_64}, which is found on the module
 * path. From Java 24 on, {@code --enable-native-access=org.bytedeco.javacpp,tensorflow.nativelib}
 * permits loading it.
 */
@SuppressWarnings("module") // the 2 at the end of the name is the network's version
module io.github.inceptionv2 {
  requires transitive java.desktop;
  requires java.net.http;
  requires jdk.jfr;
  requires org.slf4j;
  requires tensorflow;

  // For the command line.
  requires static com.google.gson;
  requires static info.picocli;

  // Annotations.
  requires static org.jspecify;

  // Image readers that an application provides, such as a reader for WebP.
  uses javax.imageio.spi.ImageReaderSpi;

  // The spark package works on the class path only, because Spark's jars cannot be modules.
  exports io.github.inceptionv2;
  exports io.github.inceptionv2.insight;
  exports io.github.inceptionv2.training;

  opens io.github.inceptionv2.cli to
      info.picocli;
}
