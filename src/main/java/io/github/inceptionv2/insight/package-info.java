/**
 * Tools to look into a model: what it sees in a photograph, and which photographs it finds similar.
 *
 * <pre>{@code
 * ImageSource photo = ImageSource.of(Path.of("photo.jpg"));
 * List<Prediction> top = model.classify(photo, 3);
 * Explanation why = model.explain(photo, top.get(0).index());
 * ExplanationPage.of("What it sees", List.of(new ExplanationPage.Entry(why, top)))
 *     .writeHtml(Path.of("explained.html"));
 * }</pre>
 *
 * <ul>
 *   <li>{@link io.github.inceptionv2.insight.ExplanationPage} shows {@linkplain
 *       io.github.inceptionv2.Explanation heat maps} over their photographs
 *   <li>{@link io.github.inceptionv2.insight.PredictionPage} shows photographs with their classes
 *   <li>{@link io.github.inceptionv2.insight.FeatureIndex} finds similar feature vectors, and
 *       writes vectors for other programs
 *   <li>{@link io.github.inceptionv2.insight.ContactSheet} shows similar photographs
 * </ul>
 *
 * <p>Only reading photographs uses native memory. Pages are UTF-8, follow the reader's light or
 * dark mode, and contain no scripts.
 */
package io.github.inceptionv2.insight;
