/**
 * Classifies images with Inception V2 and turns them into feature vectors.
 *
 * <pre>{@code
 * try (InceptionV2 model = InceptionV2.load()) {
 *   List<Prediction> top = model.classify(Path.of("photo.jpg"));
 *   float[] vector = model.featureVector(Path.of("photo.jpg"));
 * }
 * }</pre>
 *
 * <h2>Models</h2>
 *
 * A {@link io.github.inceptionv2.ModelSource} names one: the network as trained on ImageNet, a
 * module of TensorFlow Hub such as {@code google/imagenet/inception_v2/classification/3} and {@code
 * feature_vector/3} (also their version 1 and their TF2 successors 4 and 5), an archive or a
 * directory of one of these or of what this library writes, a checkpoint of TF-Slim, or the
 * untrained reference weights. Only the first two, and archives named by a URL, are downloaded, on
 * first use; the {@link io.github.inceptionv2.ModelCache} keeps them and can be told to stay
 * offline.
 *
 * <h2>Resources and threads</h2>
 *
 * {@link io.github.inceptionv2.InceptionV2} is the only thing to close. It owns native memory,
 * about 500 MB resident after the first photograph, and may be used by several threads at once.
 * Results are plain Java values.
 *
 * <h2>Environment</h2>
 *
 * Models are kept in {@code inception-v2} in the platform's place for a user's caches; the system
 * property {@code io.github.inceptionv2.cache} or the environment variable {@code
 * INCEPTION_V2_CACHE} names another place. {@code io.github.inceptionv2.offline} or {@code
 * INCEPTION_V2_OFFLINE} with the value {@code true} forbids connections.
 *
 * <p>Where the system property {@code user.home} is no directory that can be written, as in a
 * container whose user has no entry in {@code /etc/passwd}, {@code HOME} of the environment takes
 * its place, or else a private directory {@code inception-v2-UID} in {@code java.io.tmpdir}; a
 * warning in the log names it.
 *
 * <p>TensorFlow's native library is unpacked on first use to {@code ~/.javacpp/cache} (652 MB on
 * Linux); the system property {@code org.bytedeco.javacpp.cachedir} names another place. JavaCPP's
 * limit of the process's memory, by default four times the maximal heap, is lifted unless the
 * system property {@code org.bytedeco.javacpp.maxPhysicalBytes} sets one. What TensorFlow's own log
 * says of its build and devices when it starts is kept off standard error on Linux, unless the
 * logger {@code io.github.inceptionv2.internal.runtime.NativeLog} is at DEBUG; what it says later
 * is seen. This library logs to SLF4J under {@code io.github.inceptionv2}.
 */
@NullMarked
package io.github.inceptionv2;

import org.jspecify.annotations.NullMarked;
