/**
 * Trains Inception V2 on your own images, and evaluates the result.
 *
 * <pre>{@code
 * ImageFolder images = ImageFolder.open(Path.of("photos")); // one subfolder per class
 * FineTuner tuner =
 *     FineTuner.builder(images)
 *         .source(ModelSource.imagenet())
 *         .options(TrainingOptions.full().toBuilder().epochs(5).batchNormMomentum(0.9).build())
 *         .checkpoints(Path.of("my-model.checkpoint"))
 *         .build();
 * FineTunedModel trained = tuner.train();
 * trained.writeModule(Path.of("my-model"));
 * try (InceptionV2 opened = InceptionV2.load(Path.of("my-model"))) {
 *   Evaluation evaluation = Evaluation.of(opened, images.test(), images.labels());
 *   TrainingReport.of("my model", trained.epochs(), evaluation).writeHtml(Path.of("report.html"));
 * }
 * }</pre>
 *
 * <ul>
 *   <li>{@link io.github.inceptionv2.training.ImageFolder} finds labelled images, in one subfolder
 *       per class or in a list, and assigns each image to a split that does not change
 *   <li>{@link io.github.inceptionv2.training.FineTuner} trains only new logits, or the complete
 *       network as the tag set {train} of the Hub modules does
 *   <li>{@link io.github.inceptionv2.training.TrainingOptions} configures the training
 *   <li>{@link io.github.inceptionv2.training.EpochReport} describes one pass over the training
 *       images; a {@link io.github.inceptionv2.training.TrainingListener} receives all progress
 *   <li>{@link io.github.inceptionv2.training.Evaluation} counts correct and incorrect predictions
 *   <li>{@link io.github.inceptionv2.training.TrainingReport} writes the results as HTML or JSON
 * </ul>
 *
 * <p>Training uses native memory while it runs: 1.3 GB for batches of 32 at 112x112 pixels. It runs
 * on the device that TensorFlow's native library supports. On a CPU, the same seed, options, images
 * and number of processors give bit-identical weights. On glibc, the environment variables {@code
 * MALLOC_MMAP_MAX_=0}, {@code MALLOC_TRIM_THRESHOLD_=8589934592} and {@code
 * MALLOC_TOP_PAD_=67108864} keep TensorFlow from returning memory that the next step requests
 * again, which makes a step about a third faster.
 */
@NullMarked
package io.github.inceptionv2.training;

import org.jspecify.annotations.NullMarked;
