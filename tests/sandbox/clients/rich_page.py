"""A rich message with every documented tag that is built."""

EVERY_TAG = """
<a name="top"></a>
<h1>Tổng hợp <i>nhiệm vụ</i></h1>
<p>Đến hạn <tg-time unix="1813460400" format="wDT">20:40</tg-time>,
   xem <a href="#ghi-chu">ghi chú</a>, <a href="#top">đầu trang</a><br/>hoặc
   <a href="https://t.me/">trang</a> &amp; <a href="mailto:a@example.com">thư</a>.</p>
<ul>
  <li><input type="checkbox" checked>Xong</li>
  <li><input type="checkbox">Chưa</li>
</ul>
<ol start="3" type="i" reversed><li>ba</li><li value="7" type="a">bảy<ul><li>con</li></ul></li></ol>
<table bordered striped><caption>Bảng</caption>
  <tr><th>Đơn vị</th><th align="center" colspan="2">Số <b>việc</b></th></tr>
  <tr><td rowspan="2" valign="middle">d1</td><td align="right">1</td><td></td></tr>
</table>
<details open><summary>Thêm</summary>Một <mark>dòng</mark><hr>khác</details>
<blockquote>Trích<br>hai dòng<cite>Trưởng ban</cite></blockquote>
<blockquote collapsed>Dài</blockquote>
<aside>Ý chính<cite>Ai</cite></aside>
<pre><code class="language-python">  print( 1 )
</code></pre>
<tg-math-block>E = mc^2</tg-math-block>
<p>H<sub>2</sub>O x<sup>2</sup> <tg-math>y</tg-math> <tg-spoiler><s>kín</s></tg-spoiler>
<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji> <code>a  b</code></p>
<p><tg-reference name="ghi-chu">Ghi chú</tg-reference></p>
<footer>Hết &hellip;</footer>
"""
