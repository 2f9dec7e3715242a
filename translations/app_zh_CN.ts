<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Catalog</name>
    <message>
        <source>There is no connection “%1”.</source>
        <translation>没有名为“%1”的IPsec连接。</translation>
    </message>
    <message>
        <source>The pre-shared key of “%1” is not in the key file. Enter it again.</source>
        <translation>密钥文件中没有“%1”的预共享密钥，请重新输入。</translation>
    </message>
    <message>
        <source>%1 was opened for reading only: another process is changing it.</source>
        <translation>%1以只读方式打开：另一个进程正在修改它。</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>地域</translation>
    </message>
    <message>
        <source>VPN gateway</source>
        <translation>VPN网关</translation>
    </message>
    <message>
        <source>Customer gateway</source>
        <translation>用户网关</translation>
    </message>
    <message>
        <source>IPsec connection</source>
        <translation>IPsec连接</translation>
    </message>
    <message>
        <source>%1 “%2”: %3</source>
        <translation>%1“%2”：%3</translation>
    </message>
    <message>
        <source>The region “%1” belongs to the program and keeps its name.</source>
        <translation>地域“%1”由程序内置，不能改名。</translation>
    </message>
    <message>
        <source>%1: there is no “%2”.</source>
        <translation>%1：“%2”不存在。</translation>
    </message>
    <message>
        <source>%1 “%2” cannot be deleted while connections use it: %3. Delete those first.</source>
        <translation>%1“%2”正被以下IPsec连接使用，无法删除：%3。请先删除这些连接。</translation>
    </message>
    <message>
        <source>The region “%1” belongs to the program and cannot be removed.</source>
        <translation>地域“%1”由程序内置，不能移除。</translation>
    </message>
    <message>
        <source>The region “%1” cannot be removed while it holds gateways: %2. Delete those first.</source>
        <translation>地域“%1”中还有网关，无法移除：%2。请先删除这些网关。</translation>
    </message>
    <message>
        <source>The private key of “%1” is not in the key file. Import it again.</source>
        <translation>“%1”的私钥不在密钥文件中。请重新导入。</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>The certificate “%1” cannot be removed while connections use it: %2. Give those another one first.</source>
        <translation>证书“%1”正被连接使用，不能删除：%2。请先为这些连接换用其他证书。</translation>
    </message>
    <message>
        <source>The pre-shared key that “%1” had is no longer kept.</source>
        <translation>“%1”原来的预共享密钥已不再保留。</translation>
    </message>
    <message>
        <source>The private key that “%1” had is no longer kept. Import it again.</source>
        <translation>“%1”原有的私钥已不再保存。请重新导入。</translation>
    </message>
    <message>
        <source>The private key of “%1” cannot be removed while connections use it: %2. Give those another certificate first.</source>
        <translation>“%1”的私钥正被连接使用，不能移除：%2。请先为这些连接更换证书。</translation>
    </message>
</context>
<context>
    <name>Certificate</name>
    <message>
        <source>Expires within a day</source>
        <translation>不到一天后过期</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Not valid yet</source>
        <translation>尚未生效</translation>
    </message>
    <message>
        <source>There is neither a certificate nor a private key in it. Files in PEM, DER and PKCS#12 are understood.</source>
        <translation>其中既没有证书也没有私钥。支持PEM、DER和PKCS#12格式的文件。</translation>
    </message>
    <message>
        <source>It is too large: up to 1 MiB and 64 certificates of 16 KiB each are read.</source>
        <translation>文件过大：最多读取1 MiB，以及64个不超过16 KiB的证书。</translation>
    </message>
    <message>
        <source>A part of it says that it is a certificate or a private key, and cannot be read as one. Have it exported again.</source>
        <translation>其中有一部分标明是证书或私钥，却无法读取。请重新导出该文件。</translation>
    </message>
    <message>
        <source>It is protected by a passphrase. Enter the passphrase.</source>
        <translation>文件受口令保护。请输入口令。</translation>
    </message>
    <message>
        <source>The passphrase does not open it. Enter it again.</source>
        <translation>口令不正确。请重新输入。</translation>
    </message>
    <message>
        <source>Its private key is of a kind that IKE cannot use here. Use RSA with 1024 to 8192 bits, or ECDSA on P-256, P-384 or P-521.</source>
        <translation>其中的私钥类型不能用于IKE。请使用1024至8192位的RSA，或P-256、P-384、P-521上的ECDSA。</translation>
    </message>
    <message>
        <source>It holds several private keys. Import each with its certificate from a file of its own.</source>
        <translation>其中有多个私钥。请将每个私钥连同其证书放在单独的文件中导入。</translation>
    </message>
    <message>
        <source>Its passphrase takes more than 4 million rounds to try. Have it exported with fewer.</source>
        <translation>验证其口令需要超过400万次迭代。请以较少的迭代次数重新导出。</translation>
    </message>
    <message>
        <source>The private key belongs to none of the certificates, neither in the file nor imported before. Import the certificate first, or together with its key.</source>
        <translation>该私钥不属于文件中或以前导入的任何证书。请先导入证书，或将证书与私钥一起导入。</translation>
    </message>
    <message numerus="yes">
        <source>Expires in %n day(s)</source>
        <translation>
            <numerusform>%n天后过期</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Choice</name>
    <message>
        <source>group 1 (MODP 768)</source>
        <translation>group1（MODP 768）</translation>
    </message>
    <message>
        <source>group 2 (MODP 1024)</source>
        <translation>group2（MODP 1024）</translation>
    </message>
    <message>
        <source>group 5 (MODP 1536)</source>
        <translation>group5（MODP 1536）</translation>
    </message>
    <message>
        <source>group 14 (MODP 2048)</source>
        <translation>group14（MODP 2048）</translation>
    </message>
    <message>
        <source>group 15 (MODP 3072)</source>
        <translation>group15（MODP 3072）</translation>
    </message>
    <message>
        <source>group 16 (MODP 4096)</source>
        <translation>group16（MODP 4096）</translation>
    </message>
    <message>
        <source>group 17 (MODP 6144)</source>
        <translation>group17（MODP 6144）</translation>
    </message>
    <message>
        <source>group 18 (MODP 8192)</source>
        <translation>group18（MODP 8192）</translation>
    </message>
    <message>
        <source>group 19 (ECP 256)</source>
        <translation>group19（ECP 256）</translation>
    </message>
    <message>
        <source>group 20 (ECP 384)</source>
        <translation>group20（ECP 384）</translation>
    </message>
    <message>
        <source>group 21 (ECP 521)</source>
        <translation>group21（ECP 521）</translation>
    </message>
    <message>
        <source>group 22 (MODP 1024, 160-bit subgroup)</source>
        <translation>group22（MODP 1024，160位子群）</translation>
    </message>
    <message>
        <source>group 23 (MODP 2048, 224-bit subgroup)</source>
        <translation>group23（MODP 2048，224位子群）</translation>
    </message>
    <message>
        <source>group 24 (MODP 2048, 256-bit subgroup)</source>
        <translation>group24（MODP 2048，256位子群）</translation>
    </message>
    <message>
        <source>group 31 (Curve25519)</source>
        <translation>group31（Curve25519）</translation>
    </message>
    <message>
        <source>Main mode</source>
        <translation>主模式</translation>
    </message>
    <message>
        <source>Aggressive mode</source>
        <translation>野蛮模式</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>禁用</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Forced</source>
        <translation>强制</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Pre-shared key</source>
        <translation>预共享密钥</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>“%1” is named twice; it also stands at %2.</source>
        <translation>“%1”出现了两次，另一处在%2。</translation>
    </message>
    <message>
        <source>There is no object with the id “%1”.</source>
        <translation>没有ID为“%1”的对象。</translation>
    </message>
    <message>
        <source>“%1” is in several regions. Say which one is meant.</source>
        <translation>多个地域中都有“%1”，请指明是哪一个。</translation>
    </message>
    <message>
        <source>There is no gateway “%1”, neither here nor saved.</source>
        <translation>没有网关“%1”：本文档中没有，已保存的对象中也没有。</translation>
    </message>
    <message>
        <source>“%1” is in several regions. Say with RegionId which one is meant.</source>
        <translation>多个地域中都有“%1”，请用RegionId指明是哪一个。</translation>
    </message>
    <message>
        <source>line %1, column %2</source>
        <translation>第%1行第%2列</translation>
    </message>
    <message>
        <source>The document is larger than 16 MiB. Split it.</source>
        <translation>文档大于16 MiB，请将其拆分。</translation>
    </message>
    <message>
        <source>The document is not JSON (%1: %2).</source>
        <translation>文档不是JSON（%1：%2）。</translation>
    </message>
    <message>
        <source>The document must be an object in braces, with VpnGateways, CustomerGateways or VpnConnections in it.</source>
        <translation>文档必须是花括号中的对象，其中包含VpnGateways、CustomerGateways或VpnConnections。</translation>
    </message>
    <message>
        <source>This must be text in quotes.</source>
        <translation>此处必须是带引号的文本。</translation>
    </message>
    <message>
        <source>This is missing.</source>
        <translation>缺少此项。</translation>
    </message>
    <message>
        <source>This is empty.</source>
        <translation>此项为空。</translation>
    </message>
    <message>
        <source>This must be a whole number.</source>
        <translation>此处必须是整数。</translation>
    </message>
    <message>
        <source>This must be true or false.</source>
        <translation>此处必须是true或false。</translation>
    </message>
    <message>
        <source>This must be an object in braces.</source>
        <translation>此处必须是花括号中的对象。</translation>
    </message>
    <message>
        <source>This must be a list in brackets.</source>
        <translation>此处必须是方括号中的列表。</translation>
    </message>
    <message>
        <source>There is no such key here.</source>
        <translation>此处没有这个键。</translation>
    </message>
    <message>
        <source>The document is empty.</source>
        <translation>文档为空。</translation>
    </message>
</context>
<context>
    <name>Field</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>地域</translation>
    </message>
    <message>
        <source>Public IP</source>
        <translation>公网IP</translation>
    </message>
    <message>
        <source>Local address</source>
        <translation>本地地址</translation>
    </message>
    <message>
        <source>IP address</source>
        <translation>IP地址</translation>
    </message>
    <message>
        <source>AS number</source>
        <translation>自治系统号</translation>
    </message>
    <message>
        <source>VPN gateway</source>
        <translation>VPN网关</translation>
    </message>
    <message>
        <source>Customer gateway</source>
        <translation>用户网关</translation>
    </message>
    <message>
        <source>Local subnets</source>
        <translation>本端网段</translation>
    </message>
    <message>
        <source>Remote subnets</source>
        <translation>对端网段</translation>
    </message>
    <message>
        <source>Effective immediately</source>
        <translation>是否立即生效</translation>
    </message>
    <message>
        <source>Pre-shared key</source>
        <translation>预共享密钥</translation>
    </message>
    <message>
        <source>IKE version</source>
        <translation>IKE版本</translation>
    </message>
    <message>
        <source>Negotiation mode</source>
        <translation>协商模式</translation>
    </message>
    <message>
        <source>IKE encryption algorithm</source>
        <translation>IKE加密算法</translation>
    </message>
    <message>
        <source>IKE authentication algorithm</source>
        <translation>IKE认证算法</translation>
    </message>
    <message>
        <source>IKE DH group</source>
        <translation>IKE DH分组</translation>
    </message>
    <message>
        <source>IKE SA lifetime</source>
        <translation>IKE SA生存周期</translation>
    </message>
    <message>
        <source>IPsec encryption algorithm</source>
        <translation>IPsec加密算法</translation>
    </message>
    <message>
        <source>IPsec authentication algorithm</source>
        <translation>IPsec认证算法</translation>
    </message>
    <message>
        <source>IPsec DH group</source>
        <translation>IPsec DH分组</translation>
    </message>
    <message>
        <source>IPsec SA lifetime</source>
        <translation>IPsec SA生存周期</translation>
    </message>
    <message>
        <source>Dead peer detection</source>
        <translation>对端存活检测（DPD）</translation>
    </message>
    <message>
        <source>NAT traversal</source>
        <translation>NAT穿越</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>健康检查</translation>
    </message>
    <message>
        <source>Health check destination address</source>
        <translation>健康检查目的地址</translation>
    </message>
    <message>
        <source>Health check source address</source>
        <translation>健康检查源地址</translation>
    </message>
    <message>
        <source>Health check interval</source>
        <translation>健康检查间隔</translation>
    </message>
    <message>
        <source>Health check retries</source>
        <translation>健康检查重试次数</translation>
    </message>
    <message>
        <source>Anti-replay window</source>
        <translation>抗重放窗口</translation>
    </message>
    <message>
        <source>Extended sequence numbers</source>
        <translation>扩展序列号</translation>
    </message>
    <message>
        <source>Authentication</source>
        <translation>认证方式</translation>
    </message>
    <message>
        <source>Own certificate</source>
        <translation>本端证书</translation>
    </message>
    <message>
        <source>Peer&apos;s CA certificate</source>
        <translation>对端CA证书</translation>
    </message>
</context>
<context>
    <name>FurtherPage</name>
    <message>
        <source>Dead peer detection</source>
        <translation>对端存活检测（DPD）</translation>
    </message>
    <message>
        <source>Ask a silent peer whether it is still there (DPD)</source>
        <translation>对端长时间无报文时探测其是否存活（DPD）</translation>
    </message>
    <message>
        <source>NAT traversal</source>
        <translation>NAT穿越</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>健康检查</translation>
    </message>
    <message>
        <source>Ping this address</source>
        <translation>目的地址</translation>
    </message>
    <message>
        <source>An address in a remote subnet</source>
        <translation>对端网段内的一个地址</translation>
    </message>
    <message>
        <source>From this address</source>
        <translation>源地址</translation>
    </message>
    <message>
        <source>An address in a local subnet</source>
        <translation>本端网段内的一个地址</translation>
    </message>
    <message>
        <source>Interval (seconds)</source>
        <translation>间隔（秒）</translation>
    </message>
    <message>
        <source>Failures in a row</source>
        <translation>连续失败次数</translation>
    </message>
    <message>
        <source>Anti-replay window (packets)</source>
        <translation>抗重放窗口（报文数）</translation>
    </message>
    <message>
        <source>Extended sequence numbers</source>
        <translation>扩展序列号</translation>
    </message>
    <message>
        <source>Count packets with 64 bits where the peer can (ESN)</source>
        <translation>对端支持时使用64位报文计数（ESN）</translation>
    </message>
    <message>
        <source>MTU of inner packets</source>
        <translation>内层报文MTU</translation>
    </message>
    <message>
        <source>TCP MSS</source>
        <translation>TCP MSS</translation>
    </message>
    <message>
        <source>Ping through the tunnel, and negotiate anew where no answer comes</source>
        <translation>通过隧道发送ping，无应答时重新协商</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>For example: office-hangzhou</source>
        <translation>例如：办公网-杭州</translation>
    </message>
    <message>
        <source>&amp;VPN gateway</source>
        <translation>VPN网关(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Customer gateway</source>
        <translation>用户网关(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Local subnets</source>
        <translation>本端网段(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Remote subnets</source>
        <translation>对端网段(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Effective immediately</source>
        <translation>是否立即生效(&amp;E)</translation>
    </message>
</context>
<context>
    <name>IkePage</name>
    <message>
        <source>&amp;Pre-shared key</source>
        <translation>预共享密钥(&amp;P)</translation>
    </message>
    <message>
        <source>Ver&amp;sion</source>
        <translation>版本(&amp;S)</translation>
    </message>
    <message>
        <source>Negotiation &amp;mode</source>
        <translation>协商模式(&amp;M)</translation>
    </message>
    <message>
        <source>Encr&amp;yption algorithm</source>
        <translation>加密算法(&amp;Y)</translation>
    </message>
    <message>
        <source>Authentication al&amp;gorithm</source>
        <translation>认证算法(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;DH group</source>
        <translation>DH分组(&amp;D)</translation>
    </message>
    <message>
        <source>SA li&amp;fetime (seconds)</source>
        <translation>SA生存周期（秒）(&amp;F)</translation>
    </message>
    <message>
        <source>Local&amp;Id</source>
        <translation>Local&amp;Id</translation>
    </message>
    <message>
        <source>Remote&amp;Id</source>
        <translation>Remote&amp;Id</translation>
    </message>
    <message>
        <source>Au&amp;thentication</source>
        <translation>认证方式(&amp;T)</translation>
    </message>
    <message>
        <source>Own &amp;certificate</source>
        <translation>本端证书(&amp;C)</translation>
    </message>
    <message>
        <source>Import...</source>
        <translation>导入...</translation>
    </message>
    <message>
        <source>P&amp;eer&apos;s CA certificate</source>
        <translation>对端CA证书(&amp;E)</translation>
    </message>
</context>
<context>
    <name>Import</name>
    <message>
        <source>“%1” is a capture of packets. Tunnelwright records captures and does not read them; open it with Wireshark.</source>
        <translation>“%1”是抓包文件。Tunnelwright只录制抓包，不读取抓包；请用Wireshark打开。</translation>
    </message>
    <message>
        <source>“%1” is text in UTF-16. Save it as UTF-8, and open it again.</source>
        <translation>“%1”是UTF-16编码的文本。请另存为UTF-8后再打开。</translation>
    </message>
    <message>
        <source>“%1” is no configuration: it looks like “%2”. What can be imported is the text of a device&apos;s configuration, the JSON of the cloud, or certificates.</source>
        <translation>“%1”不是配置文件，看起来是“%2”。可以导入的是设备配置的文本、云上的JSON或证书。</translation>
    </message>
    <message>
        <source>“%1” has %2. A configuration has at most %3: save the part of the VPN in a file of its own.</source>
        <translation>“%1”的大小为%2，而配置最大为%3：请把VPN部分单独存成一个文件。</translation>
    </message>
    <message>
        <source>“%1” is empty.</source>
        <translation>“%1”是空的。</translation>
    </message>
    <message>
        <source>“%1” could not be opened: %2.</source>
        <translation>无法打开“%1”：%2。</translation>
    </message>
    <message>
        <source>“%1” is a folder. Choose a file in it.</source>
        <translation>“%1”是文件夹。请选择其中的文件。</translation>
    </message>
    <message>
        <source>“%1” is no ordinary file.</source>
        <translation>“%1”不是普通文件。</translation>
    </message>
    <message>
        <source>“%1” could not be read: %2.</source>
        <translation>无法读取“%1”：%2。</translation>
    </message>
    <message>
        <source>The text calls it “%1”; here it becomes “%2”.</source>
        <translation>文本中的名称是“%1”，在这里改为“%2”。</translation>
    </message>
    <message>
        <source>The text does not name the address of our end. “%1” is the only VPN gateway of the region, and is taken.</source>
        <translation>文本没有写本端的地址。“%1”是该地域唯一的VPN网关，因此使用它。</translation>
    </message>
    <message>
        <source>The text names no address for this end; %1 is taken from its identity.</source>
        <translation>文本没有写这一端的地址；%1取自它的身份标识。</translation>
    </message>
    <message>
        <source>%1 is a private address. If the device stands behind NAT, enter the public one, from which its packets come.</source>
        <translation>%1是私网地址。如果设备位于NAT之后，请填写其报文所用的公网地址。</translation>
    </message>
    <message>
        <source>It accepts %1 proposals for phase 1. %2 is taken.</source>
        <translation>对端在第一阶段接受%1个提议，采用%2。</translation>
    </message>
    <message>
        <source>It accepts %1 proposals for phase 2. %2 is taken.</source>
        <translation>对端在第二阶段接受%1个提议，采用%2。</translation>
    </message>
    <message>
        <source>No algorithms for phase 1 were understood. %1 is taken; check it against the device.</source>
        <translation>没有读懂第一阶段的算法，采用%1；请与设备核对。</translation>
    </message>
    <message>
        <source>No algorithms for phase 2 were understood. %1 is taken; check it against the device.</source>
        <translation>没有读懂第二阶段的算法，采用%1；请与设备核对。</translation>
    </message>
    <message>
        <source>The text names no lifetime for phase 1; it becomes %1 s.</source>
        <translation>文本没有写第一阶段的生存周期，设为%1秒。</translation>
    </message>
    <message>
        <source>The text names no lifetime for phase 2; it becomes %1 s.</source>
        <translation>文本没有写第二阶段的生存周期，设为%1秒。</translation>
    </message>
    <message>
        <source>The text holds no key: the stored one stays.</source>
        <translation>文本中没有密钥：保留已存储的密钥。</translation>
    </message>
    <message>
        <source>The text holds no key: that of “%1” is taken, whose phase 1 it shares.</source>
        <translation>文本中没有密钥：使用“%1”的密钥，两者共用第一阶段。</translation>
    </message>
    <message>
        <source>It is there already, as “%1”, and nothing differs.</source>
        <translation>它已经存在，名为“%1”，且没有差异。</translation>
    </message>
    <message>
        <source>It is there already, as “%1”. It differs in: %2.</source>
        <translation>它已经存在，名为“%1”。差异在于：%2。</translation>
    </message>
    <message>
        <source>“%1” of the same text has the same subnets, and one connection can have them at a time.</source>
        <translation>同一文本中的“%1”有相同的网段，而同一时间只能有一个连接使用这些网段。</translation>
    </message>
    <message>
        <source>It takes effect immediately: negotiation begins once it is stored.</source>
        <translation>立即生效：存储后即开始协商。</translation>
    </message>
    <message>
        <source>Lines that were not understood: %1.</source>
        <translation>没有读懂的行数：%1。</translation>
    </message>
    <message>
        <source>The text does not name the address of our end: enter it.</source>
        <translation>文本没有写本端的地址：请填写。</translation>
    </message>
    <message>
        <source>The text does not name the peer&apos;s address: enter it.</source>
        <translation>文本没有写对端的地址：请填写。</translation>
    </message>
    <message>
        <source>The text names no subnets on our side: enter them.</source>
        <translation>文本没有写本端网段：请填写。</translation>
    </message>
    <message>
        <source>The text names no subnets on the peer&apos;s side: enter them.</source>
        <translation>文本没有写对端网段：请填写。</translation>
    </message>
    <message>
        <source>The text holds no pre-shared key: enter it.</source>
        <translation>文本中没有预共享密钥：请填写。</translation>
    </message>
    <message>
        <source>It is the answer of the cloud about its own VPN gateway.</source>
        <translation>这是云上关于自己的VPN网关的应答。</translation>
    </message>
    <message>
        <source>Its other end, %1, is the address of our VPN gateway “%2”.</source>
        <translation>它的另一端%1是我们的VPN网关“%2”的地址。</translation>
    </message>
    <message>
        <source>Its own end, %1, is the address of our VPN gateway “%2”.</source>
        <translation>它自己的一端%1是我们的VPN网关“%2”的地址。</translation>
    </message>
    <message>
        <source>Its own end, %1, is the address of the customer gateway “%2”.</source>
        <translation>它自己的一端%1是用户网关“%2”的地址。</translation>
    </message>
    <message>
        <source>Its other end, %1, is the address of the customer gateway “%2”.</source>
        <translation>它的另一端%1是用户网关“%2”的地址。</translation>
    </message>
    <message>
        <source>Its other end, %1, is an address of this machine.</source>
        <translation>它的另一端%1是本机的地址。</translation>
    </message>
    <message>
        <source>Its own end, %1, is an address of this machine.</source>
        <translation>它自己的一端%1是本机的地址。</translation>
    </message>
    <message>
        <source>Neither end is known here, so it is taken for the peer&apos;s. Change it if it is not.</source>
        <translation>这里不认识它的任何一端，因此视为对端的配置。如果不是，请更改。</translation>
    </message>
    <message>
        <source>As you chose.</source>
        <translation>由您选择。</translation>
    </message>
    <message>
        <source>“%1” is nothing that can be imported: neither a configuration of one of these (%2), nor certificates or private keys in PEM, DER or PKCS#12.</source>
        <translation>“%1”不是可以导入的内容：既不是以下设备的配置（%2），也不是PEM、DER或PKCS#12格式的证书或私钥。</translation>
    </message>
    <message>
        <source>%1 As a text it cannot be read. %2</source>
        <translation>%1它也无法作为文本读取。%2</translation>
    </message>
</context>
<context>
    <name>IpsecPage</name>
    <message>
        <source>Encryption algorithm</source>
        <translation>加密算法</translation>
    </message>
    <message>
        <source>Authentication algorithm</source>
        <translation>认证算法</translation>
    </message>
    <message>
        <source>DH group</source>
        <translation>DH分组</translation>
    </message>
    <message>
        <source>SA lifetime (seconds)</source>
        <translation>SA生存周期（秒）</translation>
    </message>
</context>
<context>
    <name>Issue</name>
    <message>
        <source>“%1” is empty. Enter 2 to 128 characters.</source>
        <translation>“%1”为空，请输入2-128个字符。</translation>
    </message>
    <message>
        <source>“%1” must have 2 to 128 characters.</source>
        <translation>“%1”须为2-128个字符。</translation>
    </message>
    <message>
        <source>“%1” must begin with an English letter or a Chinese character.</source>
        <translation>“%1”须以英文字母或中文开头。</translation>
    </message>
    <message>
        <source>“%1” may hold English letters, Chinese characters, digits, “-” and “_”. Take out “%3”.</source>
        <translation>“%1”只能包含英文字母、中文、数字、“-”和“_”，请去掉“%3”。</translation>
    </message>
    <message>
        <source>“%1” may not begin with http:// or https://.</source>
        <translation>“%1”不能以http://或https://开头。</translation>
    </message>
    <message>
        <source>The name “%3” is in use already. Choose another one.</source>
        <translation>名称“%3”已被使用，请换一个。</translation>
    </message>
    <message>
        <source>“%1” must be empty, or have 2 to 256 characters.</source>
        <translation>“%1”须为空，或为2-256个字符。</translation>
    </message>
    <message>
        <source>No region is given. Choose one.</source>
        <translation>未指定地域，请选择一个。</translation>
    </message>
    <message>
        <source>There is no region “%3”. Choose one of the list, or add it first.</source>
        <translation>地域“%3”不存在。请从列表中选择，或先添加该地域。</translation>
    </message>
    <message>
        <source>“%3” cannot be the id of a region. Use 1 to 64 English letters, digits and “-”, beginning with a letter.</source>
        <translation>“%3”不能用作地域ID。请使用1-64个英文字母、数字和“-”，并以字母开头。</translation>
    </message>
    <message>
        <source>A saved gateway stays in its region. Create another one in the other region.</source>
        <translation>已保存的网关不能更换地域，请在另一个地域新建。</translation>
    </message>
    <message>
        <source>“%1” is empty. Enter an address.</source>
        <translation>“%1”为空，请输入地址。</translation>
    </message>
    <message>
        <source>“%1”: “%3” is not an IP address. Write it like 203.0.113.10 or 2001:db8::10.</source>
        <translation>“%1”：“%3”不是IP地址。格式例如203.0.113.10或2001:db8::10。</translation>
    </message>
    <message>
        <source>“%1”: %3 is not the address of one machine. Enter the address that the gateway itself has.</source>
        <translation>“%1”：%3不是一台主机的地址，请输入网关自身的地址。</translation>
    </message>
    <message>
        <source>“%1”: “%3” is neither an IP address nor a DNS name. Write it like 203.0.113.10, 2001:db8::10 or vpn.example.com.</source>
        <translation>“%1”：“%3”既不是IP地址也不是域名。格式例如203.0.113.10、2001:db8::10或vpn.example.com。</translation>
    </message>
    <message>
        <source>“%1”: %3 lies in %4, and addresses of that range cannot be a customer gateway. Enter the gateway&apos;s public address.</source>
        <translation>“%1”：%3属于%4，该范围内的地址不能作为用户网关。请输入网关的公网地址。</translation>
    </message>
    <message>
        <source>“%1”: the customer gateway “%4” of this region has the address %3 already. Use that gateway, or enter another address.</source>
        <translation>“%1”：本地域的用户网关“%4”已使用地址%3。请使用该网关，或输入其他地址。</translation>
    </message>
    <message>
        <source>“%1” must be empty, or a whole number from 1 to 4294967295; “%3” is not.</source>
        <translation>“%1”须为空或1-4294967295的整数，“%3”不符合要求。</translation>
    </message>
    <message>
        <source>The VPN gateway&apos;s local address %3 and the customer gateway&apos;s address %4 are of different IP versions, so no packet can go between them. Choose gateways of the same version.</source>
        <translation>VPN网关的本地地址%3与用户网关的地址%4的IP版本不同，两者之间无法通信。请选择IP版本相同的网关。</translation>
    </message>
    <message>
        <source>“%1” is not chosen. Choose one, or create it first.</source>
        <translation>尚未选择“%1”。请选择一个，或先新建。</translation>
    </message>
    <message>
        <source>“%1”: there is no “%3”. Choose one of the list, or create it first.</source>
        <translation>“%1”：“%3”不存在。请从列表中选择，或先新建。</translation>
    </message>
    <message>
        <source>“%1”: “%3” belongs to another region. Choose one of this region.</source>
        <translation>“%1”：“%3”属于其他地域，请选择本地域的。</translation>
    </message>
    <message>
        <source>“%1” of a saved connection stays as it is. Create another connection for other gateways.</source>
        <translation>已保存连接的“%1”不能修改。如需使用其他网关，请新建连接。</translation>
    </message>
    <message>
        <source>“%1” is empty. Enter at least one, like 192.168.1.0/24.</source>
        <translation>“%1”为空，请至少输入一个，例如192.168.1.0/24。</translation>
    </message>
    <message>
        <source>“%1”: “%3” is not a subnet. Write it like 192.168.1.0/24 or 2001:db8:1::/48.</source>
        <translation>“%1”：“%3”不是网段。格式例如192.168.1.0/24或2001:db8:1::/48。</translation>
    </message>
    <message>
        <source>“%1”: %3 is an address within a subnet. Its network is %4.</source>
        <translation>“%1”：%3是网段内的一个地址，其网络地址为%4。</translation>
    </message>
    <message>
        <source>“%1” holds %3 subnets, and at most %4 are possible. Join some of them, or use a second connection.</source>
        <translation>“%1”有%3个网段，最多支持%4个。请合并部分网段，或使用第二个连接。</translation>
    </message>
    <message>
        <source>“%1”: %3 and %4 overlap. Every address may appear once in the local and remote subnets together.</source>
        <translation>“%1”：%3与%4重叠。同一地址在本端网段和对端网段中只能出现一次。</translation>
    </message>
    <message>
        <source>“%1” and “%2” must hold the same IP versions: %3 has no counterpart on the other side. Add one there, or take it out.</source>
        <translation>“%1”与“%2”的IP版本须一致：%3在另一侧没有对应的网段。请在另一侧添加，或将其去掉。</translation>
    </message>
    <message>
        <source>“%1” holds several subnets, and IKEv1 carries one a side. Set “%2” to IKEv2, or keep one subnet.</source>
        <translation>“%1”有多个网段，而IKEv1每侧只支持一个。请将“%2”改为IKEv2，或只保留一个网段。</translation>
    </message>
    <message>
        <source>The connection “%5” carries traffic between %3 and %4 already. A pair of subnets can belong to one connection only.</source>
        <translation>连接“%5”已承载%3与%4之间的流量。一对网段只能属于一个连接。</translation>
    </message>
    <message>
        <source>Traffic between %3 and %4 partly belongs to the connection “%5” too. The narrower subnets win.</source>
        <translation>%3与%4之间的部分流量也属于连接“%5”，范围更小的网段优先。</translation>
    </message>
    <message>
        <source>“%1”: %3 contains %4, the address of the customer gateway itself. Other traffic to that address will go through the tunnel; the tunnel&apos;s own packets will not.</source>
        <translation>“%1”：%3包含用户网关自身的地址%4。发往该地址的其他流量将进入隧道，隧道自身的报文不受影响。</translation>
    </message>
    <message>
        <source>“%1”: %3 contains this machine&apos;s default route. While the connection is loaded, everything that has no better route goes through the tunnel, and is lost when the tunnel is down.</source>
        <translation>“%1”：%3包含本机的默认路由。连接加载期间，没有更优路由的流量都将进入隧道，隧道中断时这些流量会丢失。</translation>
    </message>
    <message>
        <source>“%1”: %3 contains %4, an address of this machine. Neighbours of that address may become unreachable while the connection is loaded.</source>
        <translation>“%1”：%3包含本机地址%4。连接加载期间，该地址的邻居可能无法访问。</translation>
    </message>
    <message>
        <source>“%1” is empty. Enter 1 to 100 characters, or generate a key.</source>
        <translation>“%1”为空，请输入1-100个字符，或随机生成。</translation>
    </message>
    <message>
        <source>“%1” must have 1 to 100 characters.</source>
        <translation>“%1”须为1-100个字符。</translation>
    </message>
    <message>
        <source>“%1” may not hold blanks. Character %3 is one.</source>
        <translation>“%1”不能包含空格，第%3个字符是空格。</translation>
    </message>
    <message>
        <source>“%1” may hold English letters, digits and ~!`@#$%^&amp;*()_-+={}[]|;:&apos;,.&lt;&gt;/? only. Change character %3.</source>
        <translation>“%1”只能包含英文字母、数字和~!`@#$%^&amp;*()_-+={}[]|;:&apos;,.&lt;&gt;/?，请修改第%3个字符。</translation>
    </message>
    <message>
        <source>“%1” begins with %3. Some devices read that as the mark of an encoded key; this program takes it as it stands.</source>
        <translation>“%1”以%3开头。有些设备会将其视为编码密钥的标记，本程序按原样使用。</translation>
    </message>
    <message>
        <source>“%1”: there is no choice “%3”. Use one of: %4.</source>
        <translation>“%1”：没有选项“%3”，可选：%4。</translation>
    </message>
    <message>
        <source>“%1” cannot be disabled: phase 1 always exchanges keys. Choose a group; only “%2” can be disabled.</source>
        <translation>“%1”不能禁用：第一阶段总要交换密钥。请选择一个分组，只有“%2”可以禁用。</translation>
    </message>
    <message>
        <source>“%1” must be none: the algorithm chosen in “%2” authenticates by itself.</source>
        <translation>“%1”须为“无”：“%2”中选择的算法自带认证。</translation>
    </message>
    <message>
        <source>“%1” may be none only with an algorithm that authenticates by itself. Choose one, or a GCM or ChaCha20 algorithm in “%2”.</source>
        <translation>只有自带认证的算法才能将“%1”设为“无”。请选择一个认证算法，或在“%2”中选择GCM或ChaCha20算法。</translation>
    </message>
    <message>
        <source>“%1” cannot be none: with the algorithm chosen in “%2” it still names the hash that keys are derived with (PRF). Choose one.</source>
        <translation>“%1”不能为“无”：对于“%2”中选择的算法，它仍指定派生密钥所用的散列算法（PRF）。请选择一个。</translation>
    </message>
    <message>
        <source>“%1”: GCM and ChaCha20 algorithms protect IKE messages in IKEv2 only. Set “%2” to IKEv2, or choose another algorithm.</source>
        <translation>“%1”：GCM和ChaCha20算法只能在IKEv2中保护IKE消息。请将“%2”改为IKEv2，或选择其他算法。</translation>
    </message>
    <message>
        <source>“%1”: IKEv1 has no number for %3. Set “%2” to IKEv2, or choose another one.</source>
        <translation>“%1”：IKEv1没有为%3分配编号。请将“%2”改为IKEv2，或选择其他选项。</translation>
    </message>
    <message>
        <source>“%1” must be a whole number from %4 to %5; “%3” is not.</source>
        <translation>“%1”须为%4-%5的整数，“%3”不符合要求。</translation>
    </message>
    <message>
        <source>“%1” must be from %4 to %5; %3 is not.</source>
        <translation>“%1”须在%4-%5之间，%3不符合要求。</translation>
    </message>
    <message>
        <source>“%1”: IPv6 subnets need at least 1280; %3 is less.</source>
        <translation>“%1”：IPv6网段至少需要1280，%3过小。</translation>
    </message>
    <message>
        <source>“%1”: half of each number is not sent, and the receiver works it out from “%2”, which is 0. Set a window such as 64, or switch this off.</source>
        <translation>“%1”：序列号的高半部分不随报文发送，接收端须依据“%2”推算，而其值为0。请设置窗口（如64），或关闭此项。</translation>
    </message>
    <message>
        <source>“%1”: segments of %3 octets do not fit packets of %4 octets (“%2”). Use %5 or less.</source>
        <translation>“%1”：%3字节的分段放不进%4字节的报文（“%2”）。请使用%5或更小的值。</translation>
    </message>
    <message>
        <source>“%1” may have up to %3 characters.</source>
        <translation>“%1”最多%3个字符。</translation>
    </message>
    <message>
        <source>“%1” may not hold blanks. Take them out.</source>
        <translation>“%1”不能包含空格，请去掉。</translation>
    </message>
    <message>
        <source>“%1”: “%3” is not an identity. Write an IP address, a name like vpn.example.com or user@vpn.example.com in ASCII characters, a distinguished name like “C=CN, O=Example, CN=vpn”, or a key id like @#0a1b2c or @[key].</source>
        <translation>“%1”：“%3”不是有效的标识。请用ASCII字符输入IP地址、域名（如vpn.example.com）或user@vpn.example.com，或输入可分辨名称（如“C=CN, O=Example, CN=vpn”）或密钥标识（如@#0a1b2c、@[key]）。</translation>
    </message>
    <message>
        <source>“%1”: “%3” looks like an IP address but is none. Correct it, or write “@” before it if it really is a name.</source>
        <translation>“%1”：“%3”形似IP地址但无效。请更正；如果它确实是名称，请在前面加“@”。</translation>
    </message>
    <message>
        <source>“%1”: IKEv1 in main mode with a pre-shared key knows a peer by its address, and “%3” is a name. Use IKEv2, or aggressive mode (“%2”), or an address.</source>
        <translation>“%1”：IKEv1主模式使用预共享密钥时按地址识别对端，而“%3”是名称。请使用IKEv2、野蛮模式（“%2”）或地址。</translation>
    </message>
    <message>
        <source>The connection “%3” joins the same gateways with the same IKE version, so both share one IKE SA and must have the same IKE settings. They differ in: %4. Change both together, or use the same values.</source>
        <translation>连接“%3”使用相同的网关和相同的IKE版本，两者共用一个IKE SA，IKE配置必须一致。不同之处：%4。请一起修改，或使用相同的值。</translation>
    </message>
    <message>
        <source>The connection “%3” joins the same gateways with the same IKE version, so both share one IKE SA and must have the same pre-shared key. Change both together, or use the same key.</source>
        <translation>连接“%3”使用相同的网关和相同的IKE版本，两者共用一个IKE SA，预共享密钥必须一致。请一起修改，或使用相同的密钥。</translation>
    </message>
    <message>
        <source>“%1” is empty, and the health check needs it. Enter an address of “%2”, or switch the health check off.</source>
        <translation>“%1”为空，而健康检查需要它。请输入“%2”内的地址，或关闭健康检查。</translation>
    </message>
    <message>
        <source>“%1”: “%3” is not an IP address. Write one of “%2”.</source>
        <translation>“%1”：“%3”不是IP地址，请输入“%2”内的地址。</translation>
    </message>
    <message>
        <source>“%1”: %3 lies outside “%2” (%4), so a ping from there would not go through the tunnel. Enter an address of those subnets.</source>
        <translation>“%1”：%3不在“%2”（%4）内，ping报文不会经过隧道。请输入这些网段内的地址。</translation>
    </message>
    <message>
        <source>Switch to %1</source>
        <translation>改为%1</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>使用%1</translation>
    </message>
    <message>
        <source>%3 is weak: its 56-bit keys are found by trying them all. Use it only where the other device has nothing else.</source>
        <translation>%3强度不足：56位密钥可以被穷举。仅在对端设备没有其他算法时使用。</translation>
    </message>
    <message>
        <source>%3 is weak, and slow: its 64-bit blocks give plain text away when much goes through one key.</source>
        <translation>%3强度不足且速度慢：分组只有64位，同一密钥加密的数据量较大时会泄露明文。</translation>
    </message>
    <message>
        <source>%3 is weak: it is broken as a hash, and IKEv2 advises against it.</source>
        <translation>%3强度不足：作为哈希算法已被攻破，IKEv2不建议使用。</translation>
    </message>
    <message>
        <source>%3 is dated: it is broken as a hash. As it is used here no attack is known, yet many policies forbid it.</source>
        <translation>%3已过时：作为哈希算法已被攻破。此处的用法尚无已知攻击，但许多安全规范禁止使用。</translation>
    </message>
    <message>
        <source>%3 is weak: exchanges of this size have been broken in public. Who records the traffic can read it.</source>
        <translation>%3强度不足：这一长度的密钥交换已被公开破解，录下流量的人可以解密。</translation>
    </message>
    <message>
        <source>%3 is weak: fewer than 2048 bits are within reach of a well-funded attacker who records the traffic.</source>
        <translation>%3强度不足：不足2048位，资源雄厚的攻击者录下流量后有能力破解。</translation>
    </message>
    <message>
        <source>%3 is weak: nobody knows how its numbers were chosen, and its small subgroup invites attacks. RFC 8247 advises against it.</source>
        <translation>%3强度不足：参数来历不明，且小子群易受攻击，RFC 8247不建议使用。</translation>
    </message>
    <message>
        <source>Aggressive mode with a pre-shared key shows a hash of the key to everyone who asks, so that it can be guessed at leisure. Use a long random “%2”, or IKEv2.</source>
        <translation>野蛮模式会把预共享密钥的哈希值发给任何发起协商的人，可以被离线猜测。请使用足够长的随机“%2”，或改用IKEv2。</translation>
    </message>
    <message>
        <source>“%1”: certificates need IKEv2. Set “%2” to IKEv2, or use a pre-shared key.</source>
        <translation>“%1”：证书需要IKEv2。请将“%2”设为IKEv2，或改用预共享密钥。</translation>
    </message>
    <message>
        <source>“%1” is not chosen. Choose a certificate, or import one first.</source>
        <translation>未选择“%1”。请选择证书，或先导入一个证书。</translation>
    </message>
    <message>
        <source>“%1”: there is no certificate “%3”. Choose another one, or import it first.</source>
        <translation>“%1”：没有证书“%3”。请选择其他证书，或先导入该证书。</translation>
    </message>
    <message>
        <source>“%1”: several certificates are called “%3”. Name the one that is meant by its fingerprint.</source>
        <translation>“%1”：有多个证书名为“%3”。请用指纹指明其中一个。</translation>
    </message>
    <message>
        <source>“%1”: the private key of “%3” was not imported, so nothing can be signed with it. Import the key, or choose another certificate.</source>
        <translation>“%1”：尚未导入“%3”的私钥，无法用它签名。请导入私钥，或选择其他证书。</translation>
    </message>
    <message>
        <source>“%1”: “%3” has a key that IKE cannot use here. Use a certificate with an RSA key, or an ECDSA key on P-256, P-384 or P-521.</source>
        <translation>“%1”：“%3”的密钥不能用于IKE。请使用RSA密钥的证书，或P-256、P-384、P-521上的ECDSA密钥的证书。</translation>
    </message>
    <message>
        <source>“%1”: “%3” expired on %4, and will be refused. Import its successor.</source>
        <translation>“%1”：“%3”已于%4过期，将被拒绝。请导入新证书。</translation>
    </message>
    <message>
        <source>“%1”: “%3” becomes valid on %4, and will be refused until then. Check this machine&apos;s clock, or wait.</source>
        <translation>“%1”：“%3”于%4生效，在此之前将被拒绝。请检查本机时钟，或等待。</translation>
    </message>
    <message>
        <source>“%1”: “%3” does not stand in the certificate “%4” (“%2”), so it would not be believed. The certificate is for: %5.</source>
        <translation>“%1”：证书“%4”（“%2”）中没有“%3”，因此不会被信任。该证书适用于：%5。</translation>
    </message>
    <message>
        <source>The key of “%3” is weak (%4): fewer than 2048 bits are within reach of a well-funded attacker. Have a certificate made with a longer key, or with ECDSA.</source>
        <translation>“%3”的密钥较弱（%4）：资金充足的攻击者可以破解不足2048位的密钥。请改用更长密钥或ECDSA的证书。</translation>
    </message>
    <message>
        <source>Use the same “%1”</source>
        <translation>使用相同的“%1”</translation>
    </message>
</context>
<context>
    <name>Peer</name>
    <message>
        <source>%1 has no %2 in phase 1.</source>
        <translation>%1的第一阶段不支持%2。</translation>
    </message>
    <message>
        <source>%1 has no %2 in phase 2.</source>
        <translation>%1的第二阶段不支持%2。</translation>
    </message>
    <message>
        <source>%1 has this group only with AES-256 and SHA-256 or SHA-512. The file for strongSwan (swanctl.conf) works in its override directory all the same.</source>
        <translation>%1只在AES-256与SHA-256或SHA-512的组合中提供该DH分组。为strongSwan（swanctl.conf）导出的文件放进其覆盖目录后同样可用。</translation>
    </message>
    <message>
        <source>%1 cannot take the identity &quot;%2&quot;.</source>
        <translation>%1不接受标识“%2”。</translation>
    </message>
    <message>
        <source>An identity of the kind of &quot;%2&quot; is not written for %1. Use an address or a name.</source>
        <translation>不会为%1写出“%2”这类标识。请使用地址或域名。</translation>
    </message>
    <message>
        <source>The identity &quot;%2&quot; holds a character that %1 may not take.</source>
        <translation>标识“%2”中含有%1可能不接受的字符。</translation>
    </message>
    <message>
        <source>%1 identifies itself by its address here, and &quot;%2&quot; is another identity.</source>
        <translation>%1在此以自身地址作为标识，而“%2”是另一个标识。</translation>
    </message>
    <message>
        <source>%1 has %2 in phase 2 with IKEv2 only.</source>
        <translation>%1只有在IKEv2下，第二阶段才支持%2。</translation>
    </message>
    <message>
        <source>%1 takes lifetimes of %2 seconds and more.</source>
        <translation>%1的SA生存周期至少为%2秒。</translation>
    </message>
    <message>
        <source>%1 takes lifetimes in whole minutes.</source>
        <translation>%1的SA生存周期须为整分钟。</translation>
    </message>
    <message>
        <source>The pre-shared key holds characters other than printable ASCII, which %1 may read otherwise. Generate a new one.</source>
        <translation>预共享密钥中含有可打印ASCII以外的字符，%1可能会作别的理解。请重新生成。</translation>
    </message>
    <message>
        <source>%1 takes a blank as the end of the pre-shared key, and a question mark as a call for help. Generate a key without them.</source>
        <translation>%1把空格当作预共享密钥的结尾，把问号当作求助。请生成不含这两者的密钥。</translation>
    </message>
    <message>
        <source>%1 cannot take a single quote in the pre-shared key. Generate a key without it.</source>
        <translation>%1的预共享密钥中不能有单引号。请生成不含单引号的密钥。</translation>
    </message>
    <message>
        <source>%1 takes pre-shared keys of 6 or more characters. Generate a longer one.</source>
        <translation>%1的预共享密钥至少要有6个字符。请生成更长的密钥。</translation>
    </message>
    <message>
        <source>%1 has no aggressive mode.</source>
        <translation>%1不支持野蛮模式。</translation>
    </message>
    <message>
        <source>IKEv1 carries one subnet a side.</source>
        <translation>IKEv1的每一侧只能有一个网段。</translation>
    </message>
    <message>
        <source>IPv6 is not written for %1.</source>
        <translation>不会为%1写出IPv6配置。</translation>
    </message>
    <message>
        <source>The text for %1 holds the device&apos;s own address, and the customer gateway has only a name.</source>
        <translation>%1的配置中要写出设备自身的地址，而该用户网关只有域名。</translation>
    </message>
    <message>
        <source>IKEv1 is deprecated (RFC 9395); IKEv2 is the better choice where both ends have it.</source>
        <translation>IKEv1已被废弃（RFC 9395）；两端都支持时，请优先选择IKEv2。</translation>
    </message>
    <message>
        <source>Aggressive mode shows a hash of the key to whoever listens, who can then guess the key at leisure.</source>
        <translation>野蛮模式会把密钥的散列值暴露给监听者，对方可以从容地猜测密钥。</translation>
    </message>
    <message>
        <source>DES has 56-bit keys and is broken.</source>
        <translation>DES的密钥只有56位，已被攻破。</translation>
    </message>
    <message>
        <source>3DES is deprecated (RFC 8221, RFC 8247).</source>
        <translation>3DES已被废弃（RFC 8221、RFC 8247）。</translation>
    </message>
    <message>
        <source>MD5 is deprecated (RFC 8221, RFC 8247).</source>
        <translation>MD5已被废弃（RFC 8221、RFC 8247）。</translation>
    </message>
    <message>
        <source>Group 1 has 768 bits and is broken.</source>
        <translation>DH分组1只有768位，已被攻破。</translation>
    </message>
    <message>
        <source>Group 2 has 1024 bits, which is too short (RFC 8247).</source>
        <translation>DH分组2只有1024位，过短（RFC 8247）。</translation>
    </message>
    <message>
        <source>Group 5 has 1536 bits, which is too short (RFC 8247).</source>
        <translation>DH分组5只有1536位，过短（RFC 8247）。</translation>
    </message>
    <message>
        <source>The groups 22, 23 and 24 should be avoided (RFC 8247).</source>
        <translation>应避免使用DH分组22、23和24（RFC 8247）。</translation>
    </message>
    <message>
        <source>In main mode most peers pick the key by the address; an identity that is a name may not be found.</source>
        <translation>在主模式下，多数对端按地址选取密钥；以域名作为标识可能找不到密钥。</translation>
    </message>
    <message>
        <source>If the tunnel comes up and nothing passes, try sha256_96 = yes in the child: some old devices cut SHA-256 to 96 bits.</source>
        <translation>如果隧道已建立但没有流量通过，请在子连接中尝试sha256_96 = yes：有些旧设备把SHA-256截断为96位。</translation>
    </message>
    <message>
        <source>If the tunnel comes up and nothing passes, try sha2-truncbug=yes: some old devices cut SHA-256 to 96 bits.</source>
        <translation>如果隧道已建立但没有流量通过，请尝试sha2-truncbug=yes：有些旧设备把SHA-256截断为96位。</translation>
    </message>
    <message>
        <source>If the tunnel comes up and nothing passes, try the hash sha256_96 in the ESP group: some old devices cut SHA-256 to 96 bits.</source>
        <translation>如果隧道已建立但没有流量通过，请在ESP组中尝试散列算法sha256_96：有些旧设备把SHA-256截断为96位。</translation>
    </message>
    <message>
        <source>If the tunnel comes up and nothing passes, try &quot;ipsec authentication sha2 compatible enable&quot; (not confirmed): some old devices cut SHA-256 to 96 bits.</source>
        <translation>如果隧道已建立但没有流量通过，请尝试“ipsec authentication sha2 compatible enable”（未经证实）：有些旧设备把SHA-256截断为96位。</translation>
    </message>
    <message>
        <source>From strongSwan 6.1 on IKEv1 is there only where it was built in.</source>
        <translation>从strongSwan 6.1起，只有编译时启用了IKEv1才能使用它。</translation>
    </message>
    <message>
        <source>As responder the daemon wants charon.i_dont_care_about_security_and_use_aggressive_mode_psk = yes in strongswan.conf.</source>
        <translation>作为响应方时，守护进程要求在strongswan.conf中设置charon.i_dont_care_about_security_and_use_aggressive_mode_psk = yes。</translation>
    </message>
    <message>
        <source>Packages of Libreswan often leave group 24 out; Debian&apos;s does.</source>
        <translation>Libreswan的软件包常常不含DH分组24，Debian的就不含。</translation>
    </message>
    <message>
        <source>The connection forces ESP into UDP; the device takes part in that by itself as soon as NAT traversal is on.</source>
        <translation>该连接强制把ESP封装在UDP中；设备只要启用了NAT穿越，就会自动配合。</translation>
    </message>
    <message>
        <source>There is no connection in it.</source>
        <translation>其中没有连接。</translation>
    </message>
    <message>
        <source>The line is nested too deeply.</source>
        <translation>该行嵌套过深。</translation>
    </message>
    <message>
        <source>The JSON is broken here: %1</source>
        <translation>此处的JSON有错误：%1</translation>
    </message>
    <message>
        <source>There are more than %1 connections in it.</source>
        <translation>其中的连接超过%1个。</translation>
    </message>
    <message>
        <source>A key, an equals sign and a value are expected here.</source>
        <translation>此处应有键、等号和值。</translation>
    </message>
    <message>
        <source>A section is expected here: config setup, or conn and a name.</source>
        <translation>此处应有一个小节：config setup，或conn加名称。</translation>
    </message>
    <message>
        <source>A colon between identities and secret is expected here.</source>
        <translation>此处的标识与密钥之间应有冒号。</translation>
    </message>
    <message>
        <source>A quotation is not closed.</source>
        <translation>引号没有闭合。</translation>
    </message>
    <message>
        <source>The digits of the key are broken.</source>
        <translation>密钥的编码有错误。</translation>
    </message>
    <message>
        <source>A document type is not read.</source>
        <translation>不读取文档类型定义。</translation>
    </message>
    <message>
        <source>The XML is broken here: %1</source>
        <translation>此处的XML有错误：%1</translation>
    </message>
    <message>
        <source>A closing brace without an opening one.</source>
        <translation>多出一个右花括号。</translation>
    </message>
    <message>
        <source>A section is not closed.</source>
        <translation>小节没有闭合。</translation>
    </message>
    <message>
        <source>A name is expected here.</source>
        <translation>此处应有名称。</translation>
    </message>
    <message>
        <source>An equals sign or an opening brace is expected here.</source>
        <translation>此处应有等号或左花括号。</translation>
    </message>
    <message>
        <source>The text is longer than %1 bytes.</source>
        <translation>文本超过%1字节。</translation>
    </message>
    <message>
        <source>The text has more than %1 lines.</source>
        <translation>文本超过%1行。</translation>
    </message>
    <message>
        <source>The line is longer than %1 bytes.</source>
        <translation>该行超过%1字节。</translation>
    </message>
    <message>
        <source>The line holds a control character: this is no text.</source>
        <translation>该行含有控制字符：这不是文本。</translation>
    </message>
    <message>
        <source>The line is not UTF-8.</source>
        <translation>该行不是UTF-8编码。</translation>
    </message>
    <message>
        <source>The syntax follows published examples; it was not tried on a device.</source>
        <translation>语法依据公开的示例，未在设备上试过。</translation>
    </message>
    <message>
        <source>The names were read in the vendor&apos;s own sources; the file was not tried on a device.</source>
        <translation>各名称取自厂商自己的源码或手册，文件未在设备上试过。</translation>
    </message>
    <message>
        <source>A key with a question mark is written in hexadecimal, which not every release takes.</source>
        <translation>含问号的密钥以十六进制写出，并非所有版本都接受。</translation>
    </message>
    <message>
        <source>Releases from 9.15 on lack DES, 3DES, MD5 and the groups 2 and 24, so these are refused here.</source>
        <translation>9.15及以后的版本没有DES、3DES、MD5以及DH分组2和24，因此这里一律拒绝。</translation>
    </message>
    <message>
        <source>A question mark may open the help while lines are pasted: load the file as a script instead.</source>
        <translation>粘贴命令时，问号可能会打开帮助：请把文件作为脚本载入。</translation>
    </message>
    <message>
        <source>The console may stumble over comment lines: leave them out when pasting.</source>
        <translation>命令行可能不接受注释行：粘贴时请略去。</translation>
    </message>
    <message>
        <source>AR routers want &quot;pre-shared-key cipher&quot; in the place of &quot;pre-shared-key&quot;.</source>
        <translation>AR路由器要求用“pre-shared-key cipher”代替“pre-shared-key”。</translation>
    </message>
    <message>
        <source>The name of the AES-GCM suite is not confirmed.</source>
        <translation>AES-GCM套件的名称未经证实。</translation>
    </message>
    <message>
        <source>Files in the override directory survive neither a restored backup nor a new installation.</source>
        <translation>覆盖目录中的文件在恢复备份或重新安装后都不会保留。</translation>
    </message>
    <message>
        <source>The lines for aggressive mode are not confirmed.</source>
        <translation>野蛮模式的各行未经证实。</translation>
    </message>
    <message>
        <source>The line for the PRF that goes with AES-GCM in phase 1 is not confirmed.</source>
        <translation>第一阶段中与AES-GCM配套的PRF一行未经证实。</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1秒</translation>
    </message>
    <message>
        <source>none: the cipher does it</source>
        <translation>无（由加密算法完成）</translation>
    </message>
    <message>
        <source>the same on both sides</source>
        <translation>两端相同</translation>
    </message>
    <message>
        <source>Own address</source>
        <translation>本端地址</translation>
    </message>
    <message>
        <source>Peer&apos;s address</source>
        <translation>对端地址</translation>
    </message>
    <message>
        <source>The connection is no longer there.</source>
        <translation>该连接已不存在。</translation>
    </message>
    <message>
        <source>Only connections with a pre-shared key can be exported.</source>
        <translation>只有使用预共享密钥的连接可以导出。</translation>
    </message>
    <message>
        <source>the folder cannot be made: is the one above it there?</source>
        <translation>无法创建该文件夹：上一级文件夹是否存在？</translation>
    </message>
    <message>
        <source>The line holds a character that turns the direction of the text, so that it is not what it looks like.</source>
        <translation>该行含有改变文字方向的字符，内容与看起来的不一样。</translation>
    </message>
    <message>
        <source>The text does not say which subnets are behind the device: %1 is taken.</source>
        <translation>配置文本没有说明设备一侧的网段：采用%1。</translation>
    </message>
    <message>
        <source>The text does not say which subnets are behind us: %1 is taken.</source>
        <translation>配置文本没有说明本端一侧的网段：采用%1。</translation>
    </message>
    <message>
        <source>Line %1 was not understood, and so is not played: %2</source>
        <translation>第%1行无法理解，因此没有参与演练：%2</translation>
    </message>
    <message>
        <source>More lines were not understood.</source>
        <translation>还有更多行无法理解。</translation>
    </message>
    <message>
        <source>The text looks for us at %1, and we are at %2.</source>
        <translation>配置文本中本端地址是%1，而实际是%2。</translation>
    </message>
    <message>
        <source>The text does not say where we are: %1 is taken.</source>
        <translation>配置文本没有说明本端地址：采用%1。</translation>
    </message>
    <message>
        <source>The text looks for us under the name %1, which is taken for %2.</source>
        <translation>配置文本用名称%1查找本端，按%2处理。</translation>
    </message>
    <message>
        <source>The device has the address %1 and is reached at %2, so there is a NAT before it. It is played as one that lets everything pass.</source>
        <translation>设备自身的地址是%1，对外地址是%2，说明它前面有NAT。演练时假定该NAT放行所有报文。</translation>
    </message>
    <message>
        <source>The text says that the device is at %1, and the connection looks for it at %2.</source>
        <translation>配置文本中设备的地址是%1，而本连接到%2寻找它。</translation>
    </message>
    <message>
        <source>The text does not say what the device calls itself: its address %1 is taken.</source>
        <translation>配置文本没有说明设备使用的标识：采用它的地址%1。</translation>
    </message>
    <message>
        <source>The text does not say what the device calls itself: %1 is taken.</source>
        <translation>配置文本没有说明设备使用的标识：采用%1。</translation>
    </message>
    <message>
        <source>The text does not say what the device calls us: our address %1 is taken.</source>
        <translation>配置文本没有说明设备期望的本端标识：采用本端地址%1。</translation>
    </message>
    <message>
        <source>The device believes any name of whoever knows the key: ours, %1, is taken.</source>
        <translation>只要密钥正确，设备接受任何标识：采用本端的标识%1。</translation>
    </message>
    <message>
        <source>Of phase 1 a suite of the text is not played: %1</source>
        <translation>第一阶段中有一个算法组合无法演练：%1</translation>
    </message>
    <message>
        <source>Of phase 2 a suite of the text is not played: %1</source>
        <translation>第二阶段中有一个算法组合无法演练：%1</translation>
    </message>
    <message>
        <source>The text names no algorithms for phase 1: ours are taken.</source>
        <translation>配置文本没有写明第一阶段的算法：采用本端的算法。</translation>
    </message>
    <message>
        <source>The text names no algorithms for phase 2: ours are taken.</source>
        <translation>配置文本没有写明第二阶段的算法：采用本端的算法。</translation>
    </message>
    <message>
        <source>The text does not say how long phase 1 lasts: %1 s, the device&apos;s default, is taken.</source>
        <translation>配置文本没有写明第一阶段的生存周期：采用设备的默认值%1秒。</translation>
    </message>
    <message>
        <source>The text does not say how long phase 1 lasts: our %1 s are taken.</source>
        <translation>配置文本没有写明第一阶段的生存周期：采用本端的%1秒。</translation>
    </message>
    <message>
        <source>The text does not say how long phase 2 lasts: %1 s, the device&apos;s default, is taken.</source>
        <translation>配置文本没有写明第二阶段的生存周期：采用设备的默认值%1秒。</translation>
    </message>
    <message>
        <source>The text does not say how long phase 2 lasts: our %1 s are taken.</source>
        <translation>配置文本没有写明第二阶段的生存周期：采用本端的%1秒。</translation>
    </message>
    <message>
        <source>IKEv1 carries one subnet a side: %1 is played.</source>
        <translation>IKEv1每一侧只支持一个网段：演练%1。</translation>
    </message>
    <message>
        <source>The text holds no pre-shared key: ours is taken.</source>
        <translation>配置文本中没有预共享密钥：采用本端的密钥。</translation>
    </message>
    <message>
        <source>Several connections of the text lead to us (%1). Leave only the one that is meant.</source>
        <translation>配置文本中有多个连接指向本端（%1）。请只保留要演练的那一个。</translation>
    </message>
    <message>
        <source>None of the connections of the text (%1) leads to us, at %2.</source>
        <translation>配置文本中的连接（%1）都不指向本端地址%2。</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>第%1行：%2</translation>
    </message>
    <message>
        <source>“%1” was not understood, and so is not played.</source>
        <translation>“%1”无法理解，因此没有参与演练。</translation>
    </message>
    <message>
        <source>From 5.0 on, and in Debian from 4.10 on, Libreswan wants ikev1-policy=accept for IKEv1; releases before 4.2 do not know that line, so leave it out there.</source>
        <translation>Libreswan从5.0起（Debian从4.10起），使用IKEv1需要ikev1-policy=accept；4.2之前的版本不认识这一行，请在那里去掉它。</translation>
    </message>
    <message>
        <source>Release 4.10 takes such files; what others want was read in their sources.</source>
        <translation>4.10版接受这样的文件；其他版本的要求取自其源码。</translation>
    </message>
</context>
<context>
    <name>Preset</name>
    <message>
        <source>Cisco ASA with IKEv1</source>
        <translation>使用IKEv1的Cisco ASA</translation>
    </message>
    <message>
        <source>What old and new releases have alike. The old default policy (3DES, group 2) is not among it: 9.15 removed it.</source>
        <translation>新旧版本共有的配置。原来的默认策略（3DES、group2）不在其中：从9.15起已被移除。</translation>
    </message>
    <message>
        <source>Cisco IOS 12.4(20)T to 15</source>
        <translation>Cisco IOS 12.4(20)T至15</translation>
    </message>
    <message>
        <source>Its first default policy for pre-shared keys, and its default transform set.</source>
        <translation>使用预共享密钥的第一个默认策略，以及默认的transform set。</translation>
    </message>
    <message>
        <source>Juniper SRX and ScreenOS, set “standard”</source>
        <translation>Juniper SRX和ScreenOS的“standard”提议集</translation>
    </message>
    <message>
        <source>The AES-128 half of the predefined proposal set.</source>
        <translation>预定义提议集中的AES-128部分。</translation>
    </message>
    <message>
        <source>FortiGate with FortiOS 4</source>
        <translation>FortiOS 4的FortiGate</translation>
    </message>
    <message>
        <source>The AES-128 half of what a new phase 1 and phase 2 propose.</source>
        <translation>新建的第一、第二阶段所提议的AES-128部分。</translation>
    </message>
    <message>
        <source>H3C and HP with Comware 5</source>
        <translation>Comware 5的H3C和HP设备</translation>
    </message>
    <message>
        <source>What its IKE and IPsec proposals have where nothing is typed into them. DES, MD5 and group 1 are broken: choose others as soon as the device can be changed.</source>
        <translation>IKE和IPsec提议中未作任何配置时的取值。DES、MD5和group1已被攻破：一旦可以修改设备，请选用其他算法。</translation>
    </message>
    <message>
        <source>Windows Server 2008 to 2012 R2</source>
        <translation>Windows Server 2008至2012 R2</translation>
    </message>
    <message>
        <source>The IPsec defaults of its firewall, for a tunnel rule.</source>
        <translation>其防火墙的IPsec默认设置，用于隧道规则。</translation>
    </message>
    <message>
        <source>no PFS</source>
        <translation>无PFS</translation>
    </message>
    <message>
        <source>IKEv1, main mode: %1, %2, %3, %4 s</source>
        <translation>IKEv1主模式：%1、%2、%3、%4秒</translation>
    </message>
    <message>
        <source>IPsec: %1, %2, %3, %4 s</source>
        <translation>IPsec：%1、%2、%3、%4秒</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Keep the log for</source>
        <translation>日志保留(&amp;K)</translation>
    </message>
    <message>
        <source>When the program starts</source>
        <translation>程序启动时</translation>
    </message>
    <message>
        <source>Start the &amp;engine</source>
        <translation>启动引擎(&amp;E)</translation>
    </message>
    <message>
        <source>Open the &amp;page that was open last</source>
        <translation>打开上次的页面(&amp;P)</translation>
    </message>
    <message>
        <source>When it &amp;quits</source>
        <translation>退出时(&amp;Q)</translation>
    </message>
    <message>
        <source>Notify of</source>
        <translation>发送通知</translation>
    </message>
    <message>
        <source>Tunnels that come &amp;up</source>
        <translation>隧道建立(&amp;U)</translation>
    </message>
    <message>
        <source>Tunnels that go &amp;down</source>
        <translation>隧道断开(&amp;D)</translation>
    </message>
    <message>
        <source>Negotiations that &amp;fail</source>
        <translation>协商失败(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Certificates that expire soon</source>
        <translation>证书即将过期(&amp;C)</translation>
    </message>
    <message>
        <source>When the window is cl&amp;osed</source>
        <translation>关闭窗口时(&amp;O)</translation>
    </message>
</context>
<context>
    <name>Store</name>
    <message>
        <source>there is a file of that name</source>
        <translation>已有同名文件</translation>
    </message>
    <message>
        <source>%1 is not a database of this program, or its beginning is damaged (%2). Put a backup in its place, or move it away to begin with an empty one.</source>
        <translation>%1不是本程序的数据库，或其开头已损坏（%2）。请用备份替换它，或将其移走以使用空数据库。</translation>
    </message>
    <message>
        <source>The database %1 is damaged (%2). Put a backup in its place, or move it away to begin with an empty one.</source>
        <translation>数据库%1已损坏（%2）。请用备份替换它，或将其移走以使用空数据库。</translation>
    </message>
    <message>
        <source>The disk of %1 is full (%2), and nothing was changed. Make room and try again.</source>
        <translation>%1所在的磁盘已满（%2），未做任何修改。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>%1 cannot be read or written (%2), and nothing was changed. Check the disk.</source>
        <translation>无法读写%1（%2），未做任何修改。请检查磁盘。</translation>
    </message>
    <message>
        <source>%1 cannot be written (%2), and nothing was changed. Check its owner and permissions.</source>
        <translation>无法写入%1（%2），未做任何修改。请检查其属主和权限。</translation>
    </message>
    <message>
        <source>Another process keeps %1 busy (%2), and nothing was changed. Try again.</source>
        <translation>另一个进程正占用%1（%2），未做任何修改。请重试。</translation>
    </message>
    <message>
        <source>%1 cannot be opened (%2). Check that its directory exists and is yours.</source>
        <translation>无法打开%1（%2）。请检查其目录是否存在且属于您。</translation>
    </message>
    <message>
        <source>%1: the database reports “%2”, and nothing was changed.</source>
        <translation>%1：数据库报告“%2”，未做任何修改。</translation>
    </message>
    <message>
        <source>Another process is changing %1. Wait for it, or close it.</source>
        <translation>另一个进程正在修改%1。请等待其完成，或将其关闭。</translation>
    </message>
    <message>
        <source>%1 is in use by %2 (process %3). Close that one, or use another data directory.</source>
        <translation>%1正被%2（进程%3）使用。请关闭该程序，或使用其他数据目录。</translation>
    </message>
    <message>
        <source>%1 cannot be locked: %2.</source>
        <translation>无法锁定%1：%2。</translation>
    </message>
    <message>
        <source>There is no database %1 yet.</source>
        <translation>数据库%1尚不存在。</translation>
    </message>
    <message>
        <source>The database %1 is empty: its contents were lost. Put a backup in its place, or remove it to begin with a new one.</source>
        <translation>数据库%1是空的，其内容已丢失。请用备份替换它，或将其删除以使用新数据库。</translation>
    </message>
    <message>
        <source>%1 cannot be created: %2.</source>
        <translation>无法创建%1：%2。</translation>
    </message>
    <message>
        <source>The database %1 was written by a newer version of this program (its version is %2, the newest that this one knows is %3). Use the newer program.</source>
        <translation>数据库%1由本程序的更新版本写入（其版本为%2，本程序所知的最新版本为%3）。请使用更新的程序。</translation>
    </message>
    <message>
        <source>The database %1 is of an older version of this program. Start the console once to bring it up to date.</source>
        <translation>数据库%1属于本程序的旧版本。请启动一次控制台以将其更新。</translation>
    </message>
    <message>
        <source>The key file %1 is damaged. Put a backup in its place, or move it away and enter the pre-shared keys again.</source>
        <translation>密钥文件%1已损坏。请用备份替换它，或将其移走并重新输入预共享密钥。</translation>
    </message>
    <message>
        <source>The key file %1 cannot be read: %2. Without it no connection can be started; make it readable for your user.</source>
        <translation>无法读取密钥文件%1：%2。没有它就无法启动任何连接；请让您的用户可以读取它。</translation>
    </message>
    <message>
        <source>The key file %1 cannot be reached: %2.</source>
        <translation>无法访问密钥文件%1：%2。</translation>
    </message>
    <message>
        <source>The key file %1 is not a plain file. Put the file itself in its place.</source>
        <translation>密钥文件%1不是普通文件。请把文件本身放到该位置。</translation>
    </message>
    <message>
        <source>The key file %1 belongs to another user, who could change the keys. Make your user its owner, or use another data directory.</source>
        <translation>密钥文件%1属于其他用户，该用户可能更改密钥。请将您的用户设为其所有者，或使用其他数据目录。</translation>
    </message>
    <message>
        <source>Others can read the key file %1, and it could not be closed to them: %2. Set its mode to 0600.</source>
        <translation>其他用户可以读取密钥文件%1，且无法禁止：%2。请将其权限设为0600。</translation>
    </message>
    <message>
        <source>The data directory %1 cannot be made: %2. Give another one with --data-dir.</source>
        <translation>无法创建数据目录%1：%2。请用--data-dir指定其他目录。</translation>
    </message>
    <message>
        <source>The data directory %1 cannot be used: %2. Make it your user&apos;s, or give another one with --data-dir.</source>
        <translation>无法使用数据目录%1：%2。请将其所有者改为您的用户，或用--data-dir指定其他目录。</translation>
    </message>
    <message>
        <source>%1 cannot be read (%2). Check the owner and permissions of it and of its directory.</source>
        <translation>无法读取%1（%2）。请检查该文件及其所在目录的所有者和权限。</translation>
    </message>
    <message>
        <source>%1 was open to other users; its mode is 0600 now. Keys that they may have read should be changed.</source>
        <translation>%1曾对其他用户开放，现已将其权限设为0600。他们可能读过的密钥应当更换。</translation>
    </message>
    <message>
        <source>The disk of the key file %1 is full (%2), and nothing was changed. Make room and try again.</source>
        <translation>密钥文件%1所在磁盘已满（%2），未做任何更改。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>The key file %1 cannot be written (%2), and nothing was changed. Check the owner and permissions of its directory.</source>
        <translation>无法写入密钥文件%1（%2），未做任何更改。请检查其所在目录的所有者和权限。</translation>
    </message>
    <message>
        <source>The lock %1 cannot be opened for writing: %2. Check the owner and permissions of its directory, or use another data directory.</source>
        <translation>无法打开锁文件%1进行写入：%2。请检查其所在目录的所有者和权限，或使用其他数据目录。</translation>
    </message>
    <message>
        <source>The settings file %1 is damaged and cannot be put aside. The settings are not remembered.</source>
        <translation>设置文件%1已损坏且无法移走，设置将不会被保存。</translation>
    </message>
    <message>
        <source>The settings file was damaged and was put aside as %1. The settings begin anew.</source>
        <translation>设置文件已损坏，已改名为%1。设置已恢复为默认值。</translation>
    </message>
</context>
<context>
    <name>tw::app::ApplyCommand</name>
    <message>
        <source>%1: the document is longer than %2 bytes.</source>
        <translation>%1：文档超过%2字节。</translation>
    </message>
    <message>
        <source>Creates or changes the objects that a JSON document names: all of them, or none.</source>
        <translation>新建或修改JSON文档中的对象：要么全部成功，要么都不改动。</translation>
    </message>
    <message>
        <source>Check and report, change nothing.</source>
        <translation>只检查并报告，不做修改。</translation>
    </message>
</context>
<context>
    <name>tw::app::BackupCommand</name>
    <message>
        <source>File whose first line is the passphrase (-: standard input); without it a terminal is asked.</source>
        <translation>首行为口令的文件（-：标准输入）；不给出时在终端询问。</translation>
    </message>
    <message>
        <source>Writes everything but the log into one encrypted file: regions, gateways, connections, keys, certificates, settings.</source>
        <translation>把日志以外的全部内容写入一个加密文件：地域、网关、连接、密钥、证书和设置。</translation>
    </message>
    <message>
        <source>Replace a file that exists.</source>
        <translation>替换已存在的文件。</translation>
    </message>
    <message>
        <source>%1 exists; --force replaces it.</source>
        <translation>%1已存在；用 --force替换。</translation>
    </message>
    <message>
        <source>Passphrase of the backup: </source>
        <translation>备份的口令：</translation>
    </message>
    <message>
        <source>The passphrase is too short: at least %1 octets.</source>
        <translation>口令太短：至少%1个字节。</translation>
    </message>
    <message>
        <source>%1: VPN gateways %2, customer gateways %3, connections %4, certificates %5</source>
        <translation>%1：VPN网关%2个，用户网关%3个，连接%4个，证书%5个</translation>
    </message>
    <message>
        <source>Brings a backup back: all of it, or nothing. What stands now is kept first, as a backup with the same passphrase in the data directory.</source>
        <translation>恢复备份：要么全部恢复，要么什么都不变。现有内容会先以同一口令备份到数据目录。</translation>
    </message>
    <message>
        <source>Say what would be done, do nothing.</source>
        <translation>只说明会做什么，不做任何更改。</translation>
    </message>
    <message>
        <source>Keep what is not in the backup; without it the backup replaces everything.</source>
        <translation>保留备份中没有的内容；不给出时备份会替换全部内容。</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>无法读取%1。</translation>
    </message>
    <message>
        <source>What stood before is kept in %1</source>
        <translation>原有内容保存在%1</translation>
    </message>
</context>
<context>
    <name>tw::app::BundleCommand</name>
    <message>
        <source>Writes a zip file for whoever helps: configuration, log, state and system of one connection. Never a key.</source>
        <translation>为协助排查者写出一个zip文件：一个连接的配置、日志、状态和系统信息。绝不含密钥。</translation>
    </message>
    <message>
        <source>The file, which only you can read.</source>
        <translation>要写的文件，仅您本人可读。</translation>
    </message>
    <message>
        <source>Leave public addresses and identities as they are; else stand-ins take their place.</source>
        <translation>保留公网地址和标识的原样；否则以代号替换。</translation>
    </message>
    <message>
        <source>--output: name the file to write.</source>
        <translation>--output：请指定要写的文件。</translation>
    </message>
</context>
<context>
    <name>tw::app::CaptureCommand</name>
    <message>
        <source>The engine is gone. The file has what was captured until then.</source>
        <translation>引擎已不在运行。文件中保留了此前抓取的内容。</translation>
    </message>
    <message>
        <source>%1: IKE messages: %2, ESP packets: %3, keepalives: %4, dropped: %5, bytes: %6</source>
        <translation>%1：IKE消息：%2，ESP数据包：%3，保活包：%4，丢弃：%5，字节：%6</translation>
    </message>
    <message>
        <source>%1: lines of keys: %2</source>
        <translation>%1：密钥行数：%2</translation>
    </message>
    <message>
        <source>Say with --output which file is to be written.</source>
        <translation>请用 --output指定要写入的文件。</translation>
    </message>
    <message>
        <source>--live-keys widens --keys, and must stand beside it.</source>
        <translation>--live-keys是对 --keys的扩展，必须与其一起使用。</translation>
    </message>
    <message>
        <source>--seconds: &quot;%1&quot; is not a number from 1 to %2.</source>
        <translation>--seconds：“%1”不是1到%2之间的数。</translation>
    </message>
    <message>
        <source>--max-size: &quot;%1&quot; is no size, such as 500K, 100M or 2G.</source>
        <translation>--max-size：“%1”不是有效的大小，例如500K、100M或2G。</translation>
    </message>
    <message>
        <source>Records the IKE and ESP datagrams of one connection, as they are on the wire, in a file for Wireshark. The running engine writes it, for its user alone. Ends by SIGINT or SIGTERM, or when its time or size is reached.</source>
        <translation>将一个连接在线路上的IKE和ESP数据报记录到供Wireshark使用的文件中。文件由正在运行的引擎写入，仅其用户可读。收到SIGINT或SIGTERM，或达到时间或大小上限时结束。</translation>
    </message>
    <message>
        <source>The file, in the pcapng format.</source>
        <translation>要写入的文件，pcapng格式。</translation>
    </message>
    <message>
        <source>Also write FILE.keys, a directory of the keys by which Wireshark opens it: of SAs that begin while the capture is on, each when it has ended.</source>
        <translation>同时写入目录FILE.keys，其中是供Wireshark解密的密钥：仅限抓包期间建立的SA，并在各SA结束后才写入。</translation>
    </message>
    <message>
        <source>... and at once, of SAs that are in use: whoever gets them can read and forge what is still to come.</source>
        <translation>……并且立即写入仍在使用的SA的密钥：得到密钥的人可以读取并伪造之后的流量。</translation>
    </message>
    <message>
        <source>At most so long; default 3600.</source>
        <translation>最长时间；默认3600。</translation>
    </message>
    <message>
        <source>At most so large, such as 500K or 2G; default 100M.</source>
        <translation>最大大小，例如500K或2G；默认100M。</translation>
    </message>
    <message>
        <source>Replace files that are there already.</source>
        <translation>替换已存在的文件。</translation>
    </message>
    <message>
        <source>Capturing %1 into %2. Ctrl-C ends it.</source>
        <translation>正在将%1的数据报抓取到%2。按Ctrl-C结束。</translation>
    </message>
</context>
<context>
    <name>tw::app::CommandLine</name>
    <message>
        <source>Directory of the objects, keys and logs; default: the user&apos;s own.</source>
        <translation>存放对象、密钥和日志的目录；默认为用户自己的目录。</translation>
    </message>
    <message>
        <source>Print results as JSON.</source>
        <translation>以JSON格式输出结果。</translation>
    </message>
    <message>
        <source>Show this help.</source>
        <translation>显示本帮助。</translation>
    </message>
    <message>
        <source>Usage: %1 %2 %3</source>
        <translation>用法：%1 %2 %3</translation>
    </message>
    <message>
        <source>Warning: %1</source>
        <translation>警告：%1</translation>
    </message>
    <message>
        <source>stdout: the output cannot be written: %1</source>
        <translation>stdout：无法写入输出：%1</translation>
    </message>
    <message>
        <source>--data-dir: the name of the directory is empty.</source>
        <translation>--data-dir：目录名为空。</translation>
    </message>
</context>
<context>
    <name>tw::app::CompareCommand</name>
    <message>
        <source>Compares the configuration of the device at the other end with a connection. Nothing is stored or sent, and no key is shown.</source>
        <translation>把对端设备的配置与连接对比。不保存也不发送任何内容，也不显示密钥。</translation>
    </message>
    <message>
        <source>Whose configuration it is, of those that &quot;export --list&quot; shows; default: by how it looks.</source>
        <translation>配置属于哪种设备，取值见 &quot;export --list&quot;；默认按内容识别。</translation>
    </message>
    <message>
        <source>The ipsec.secrets that belong to an ipsec.conf.</source>
        <translation>与ipsec.conf配套的ipsec.secrets。</translation>
    </message>
    <message>
        <source>Which connection of the file, from 1; default: the one that is most alike.</source>
        <translation>文件中的第几个连接，从1开始；默认取最相似的一个。</translation>
    </message>
    <message>
        <source>compare: there is no format &quot;%1&quot;; &quot;export --list&quot; shows them.</source>
        <translation>compare：没有格式“%1”；用 &quot;export --list&quot; 查看。</translation>
    </message>
    <message>
        <source>compare: --nth is a number from 1.</source>
        <translation>compare：--nth是从1开始的数字。</translation>
    </message>
    <message numerus="yes">
        <source>compare: %1 holds %n connection(s).</source>
        <translation>
            <numerusform>compare：%1中有%n个连接。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::app::Console</name>
    <message>
        <source>Console and engine for IPsec site-to-site connections.</source>
        <translation>IPsec站点到站点连接的控制台与引擎。</translation>
    </message>
    <message>
        <source>Show this help.</source>
        <translation>显示本帮助。</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>显示版本。</translation>
    </message>
    <message>
        <source>Keep everything in this directory instead of the user&apos;s own.</source>
        <translation>将所有数据保存在此目录，而不是用户自己的目录。</translation>
    </message>
    <message>
        <source>Language of the window: en or zh_CN. Not remembered.</source>
        <translation>窗口语言：en或zh_CN，不会被记住。</translation>
    </message>
    <message>
        <source>Unexpected argument &quot;%1&quot;.</source>
        <translation>多余的参数“%1”。</translation>
    </message>
    <message>
        <source>--language: there is no &quot;%1&quot;; choose one of %2.</source>
        <translation>--language：没有“%1”，可选：%2。</translation>
    </message>
</context>
<context>
    <name>tw::app::ConsoleApplication</name>
    <message>
        <source>Use the window that is open already, or end the other program first.</source>
        <translation>请使用已打开的窗口，或先结束另一个程序。</translation>
    </message>
    <message>
        <source>Nothing was changed. Another directory can be given with --data-dir.</source>
        <translation>未做任何修改。可以用--data-dir指定其他目录。</translation>
    </message>
    <message>
        <source>Tunnels work all the same. To grant it, run this command and start the program again:</source>
        <translation>隧道仍可使用。要授予该权限，请运行以下命令并重新启动程序：</translation>
    </message>
    <message>
        <source>No tunnel can be set up; everything else works. To grant it, run this command and start the program again:</source>
        <translation>无法建立隧道，其他功能可以正常使用。要授予权限，请运行以下命令并重新启动程序：</translation>
    </message>
    <message>
        <source>Tunnelwright cannot start</source>
        <translation>Tunnelwright无法启动</translation>
    </message>
</context>
<context>
    <name>tw::app::ControlClient</name>
    <message>
        <source>The running engine does not answer.</source>
        <translation>正在运行的引擎没有应答。</translation>
    </message>
    <message>
        <source>The running engine gave an answer that this program does not understand.</source>
        <translation>正在运行的引擎给出了本程序无法理解的应答。</translation>
    </message>
</context>
<context>
    <name>tw::app::ControlServer</name>
    <message>
        <source>%1: the control socket cannot be opened: %2</source>
        <translation>%1：无法打开控制套接字：%2</translation>
    </message>
    <message>
        <source>The engine is asked by too many programs at once.</source>
        <translation>同时访问引擎的程序过多。</translation>
    </message>
    <message>
        <source>The request is too long.</source>
        <translation>请求过长。</translation>
    </message>
    <message>
        <source>The request is not a JSON object.</source>
        <translation>请求不是JSON对象。</translation>
    </message>
    <message>
        <source>The running engine is from another version of the program. Restart it.</source>
        <translation>正在运行的引擎来自本程序的另一个版本，请重新启动它。</translation>
    </message>
    <message>
        <source>%1: the control socket cannot be opened, since its path is too long. Set XDG_RUNTIME_DIR to a directory of your user, or use a data directory with a shorter path.</source>
        <translation>%1：无法打开控制套接字，因为其路径太长。请将XDG_RUNTIME_DIR设为您的用户的目录，或使用路径更短的数据目录。</translation>
    </message>
    <message>
        <source>What stands behind the request is no base64.</source>
        <translation>请求之后的内容不是base64。</translation>
    </message>
    <message>
        <source>The running engine has no window.</source>
        <translation>正在运行的引擎没有窗口。</translation>
    </message>
</context>
<context>
    <name>tw::app::Ctl</name>
    <message>
        <source>create or change what a JSON document names</source>
        <translation>新建或修改JSON文档中的对象</translation>
    </message>
    <message>
        <source>show one object</source>
        <translation>显示一个对象</translation>
    </message>
    <message>
        <source>delete one object</source>
        <translation>删除一个对象</translation>
    </message>
    <message>
        <source>run the engine in the foreground</source>
        <translation>在前台运行引擎</translation>
    </message>
    <message>
        <source>show what the running engine has</source>
        <translation>显示正在运行的引擎的状态</translation>
    </message>
    <message>
        <source>negotiate a connection now</source>
        <translation>立即协商一个连接</translation>
    </message>
    <message>
        <source>delete a connection&apos;s SAs and unload it</source>
        <translation>删除一个连接的SA并将其卸载</translation>
    </message>
    <message>
        <source>delete a connection&apos;s SAs and negotiate anew</source>
        <translation>删除一个连接的SA并重新协商</translation>
    </message>
    <message>
        <source>print a connection&apos;s log</source>
        <translation>输出一个连接的日志</translation>
    </message>
    <message>
        <source>Commands (each has its own --help):</source>
        <translation>命令（各有自己的--help）：</translation>
    </message>
    <message>
        <source>IPsec connections from the command line.</source>
        <translation>在命令行管理IPsec连接。</translation>
    </message>
    <message>
        <source>Show this help.</source>
        <translation>显示本帮助。</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>显示版本。</translation>
    </message>
    <message>
        <source>What to do.</source>
        <translation>要执行的操作。</translation>
    </message>
    <message>
        <source>Give a command; --help lists them.</source>
        <translation>请给出命令；--help列出所有命令。</translation>
    </message>
    <message>
        <source>There is no command &quot;%1&quot;; --help lists them.</source>
        <translation>没有命令“%1”；--help列出所有命令。</translation>
    </message>
    <message>
        <source>import certificates and private keys, or the configuration of a device</source>
        <translation>导入证书和私钥，或设备的配置</translation>
    </message>
    <message>
        <source>list regions, gateways, connections or certificates</source>
        <translation>列出地域、网关、连接或证书</translation>
    </message>
    <message>
        <source>write a file for whoever helps with a connection</source>
        <translation>写出一个文件，供协助排查连接者使用</translation>
    </message>
    <message>
        <source>record a connection&apos;s IKE and ESP datagrams for Wireshark</source>
        <translation>抓取一个连接的IKE和ESP数据报，供Wireshark使用</translation>
    </message>
    <message>
        <source>find out why a connection carries nothing</source>
        <translation>查明连接为何不通流量</translation>
    </message>
    <message>
        <source>play a connection through against its mirror, in memory</source>
        <translation>在内存中让一个连接与其镜像演练一遍</translation>
    </message>
    <message>
        <source>name what is wrong with a connection</source>
        <translation>指出连接的问题所在</translation>
    </message>
    <message>
        <source>write the configuration of the device at the other end</source>
        <translation>写出对端设备的配置</translation>
    </message>
    <message>
        <source>compare the other end&apos;s configuration with a connection</source>
        <translation>把对端的配置与连接对比</translation>
    </message>
    <message>
        <source>write everything into one encrypted file</source>
        <translation>把全部内容写入一个加密文件</translation>
    </message>
    <message>
        <source>bring a backup back</source>
        <translation>恢复备份</translation>
    </message>
</context>
<context>
    <name>tw::app::DiagnoseCommand</name>
    <message>
        <source>  %1: ours %2, theirs %3 (%4)</source>
        <translation>  %1：本端%2，对端%3（%4）</translation>
    </message>
    <message>
        <source>Names what is wrong with a connection, and what mends it.</source>
        <translation>指出连接的问题所在，以及如何修复。</translation>
    </message>
    <message>
        <source>First offer the other gateway a wide list, to learn which algorithms it takes; of the phase that failed.</source>
        <translation>先向对端网关提议一份完整的算法列表（针对失败的阶段），以了解它接受哪些算法。</translation>
    </message>
    <message>
        <source>First rekey what stands, and fail if that fails: shows a PFS mismatch.</source>
        <translation>先对已建立的SA重新协商密钥，失败则报错：可发现PFS不匹配。</translation>
    </message>
    <message>
        <source>Print the report for the other side instead; it holds no key.</source>
        <translation>改为输出发给对端的报告，其中不含密钥。</translation>
    </message>
</context>
<context>
    <name>tw::app::DoctorCommand</name>
    <message>
        <source>on our side</source>
        <translation>本端</translation>
    </message>
    <message>
        <source>on the other side</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>stands</source>
        <translation>已建立</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>The examination did not end in time, and was cancelled.</source>
        <translation>检查未能按时结束，已取消。</translation>
    </message>
    <message>
        <source>Follow a packet to the peer&apos;s subnet and back.</source>
        <translation>跟踪一个报文到对端网段并返回。</translation>
    </message>
    <message>
        <source>Whether UDP 500, UDP 4500 and ESP pass.</source>
        <translation>检查UDP 500、UDP 4500和ESP是否可通过。</translation>
    </message>
    <message>
        <source>Find the largest packet that passes.</source>
        <translation>找出能通过的最大报文。</translation>
    </message>
    <message>
        <source>Examines a connection of the running engine, with pings through the tunnel and IKE messages that begin nothing, and says what to do on which side. Without a choice: everything.</source>
        <translation>检查正在运行的引擎中的一个连接：通过隧道发送ping，并发送不会建立任何协商的IKE消息，然后说明应在哪一端做什么。不选择时检查全部。</translation>
    </message>
    <message>
        <source>An address in the peer&apos;s subnets that answers pings; without it the first host of the first subnet.</source>
        <translation>对端网段中会应答ping的地址；不指定时取第一个网段的第一个主机。</translation>
    </message>
</context>
<context>
    <name>tw::app::DoctorDesk</name>
    <message>
        <source>There is no examination %1.</source>
        <translation>没有编号为%1的检查。</translation>
    </message>
</context>
<context>
    <name>tw::app::EngineNeeds</name>
    <message>
        <source>%1: the tunnel device cannot be opened (%2).</source>
        <translation>%1：无法打开隧道设备（%2）。</translation>
    </message>
    <message>
        <source>%1: the program may not make network devices and routes (%2).</source>
        <translation>%1：程序无权创建网络设备和路由（%2）。</translation>
    </message>
    <message>
        <source>%1: the program may not use the ports of IKE (%2).</source>
        <translation>%1：程序无权使用IKE端口（%2）。</translation>
    </message>
    <message>
        <source>%1: the program may not send ESP by itself (%2); all ESP goes in UDP.</source>
        <translation>%1：程序无权直接发送ESP（%2），ESP将全部封装在UDP中。</translation>
    </message>
    <message>
        <source>Grant it once with: %1</source>
        <translation>授予一次即可：%1</translation>
    </message>
    <message>
        <source>%1: there is no tunnel device (%2), since the kernel&apos;s module &quot;tun&quot; is not loaded.</source>
        <translation>%1：没有隧道设备（%2），因为未加载内核模块“tun”。</translation>
    </message>
</context>
<context>
    <name>tw::app::ExportCommand</name>
    <message>
        <source>Whose configuration; one of --list.</source>
        <translation>哪种设备的配置；取自--list。</translation>
    </message>
    <message>
        <source>Put the pre-shared key in; its file has mode 0600.</source>
        <translation>写入预共享密钥；该文件的权限为0600。</translation>
    </message>
    <message>
        <source>Overwrite files that exist.</source>
        <translation>覆盖已存在的文件。</translation>
    </message>
    <message>
        <source>List the formats.</source>
        <translation>列出各种格式。</translation>
    </message>
    <message>
        <source>export: name a connection.</source>
        <translation>export：请指定一个IPsec连接。</translation>
    </message>
    <message>
        <source>export: there is no format &quot;%1&quot;; --list shows them.</source>
        <translation>export：没有格式“%1”；请用--list查看。</translation>
    </message>
    <message>
        <source>Nothing was written. --skip-blocked leaves out what cannot be exported.</source>
        <translation>没有写入任何内容。使用--skip-blocked可跳过无法导出的连接。</translation>
    </message>
    <message>
        <source>Writes the configuration of the device at the other end of a connection, or of several. --list shows for which devices.</source>
        <translation>写出一个或多个连接的对端设备配置。--list列出支持的设备。</translation>
    </message>
    <message>
        <source>File, directory, or FILE.zip to write to; default: standard output. Several connections need a directory, which is made where it is missing, or FILE.zip.</source>
        <translation>要写入的文件、目录或FILE.zip；默认为标准输出。多个连接需要目录（不存在时会创建）或FILE.zip。</translation>
    </message>
    <message>
        <source>All connections.</source>
        <translation>所有连接。</translation>
    </message>
    <message>
        <source>Of several connections, leave out those that the device cannot express.</source>
        <translation>导出多个连接时，跳过设备无法表达的连接。</translation>
    </message>
    <message>
        <source>export: name connections, or give --all; not both.</source>
        <translation>export：请指定连接名称或--all，二者不能同时使用。</translation>
    </message>
    <message>
        <source>export: several connections need --output with a directory or a FILE.zip.</source>
        <translation>export：导出多个连接时，需要用--output指定目录或FILE.zip。</translation>
    </message>
    <message>
        <source>There is no connection. Nothing was written.</source>
        <translation>没有连接。没有写入任何内容。</translation>
    </message>
    <message>
        <source>None of them can be exported. Nothing was written.</source>
        <translation>都无法导出。没有写入任何内容。</translation>
    </message>
</context>
<context>
    <name>tw::app::ImportCommand</name>
    <message>
        <source>Passphrase of %1: </source>
        <translation>%1的口令：</translation>
    </message>
    <message>
        <source>File with the private key, where it stands apart.</source>
        <translation>私钥所在的文件（私钥单独存放时）。</translation>
    </message>
    <message>
        <source>File whose first line is the passphrase; without it a terminal is asked.</source>
        <translation>第一行为口令的文件；未指定时在终端询问。</translation>
    </message>
    <message>
        <source>Whose configuration it is, of those that &quot;export --list&quot; shows; default: by how it looks.</source>
        <translation>是哪种设备的配置，取自“export --list”；默认：按内容判断。</translation>
    </message>
    <message>
        <source>The ipsec.secrets that belong to an ipsec.conf.</source>
        <translation>与ipsec.conf配套的ipsec.secrets。</translation>
    </message>
    <message>
        <source>Show the pre-shared key of a configuration too.</source>
        <translation>同时显示配置中的预共享密钥。</translation>
    </message>
    <message>
        <source>import: there is no format &quot;%1&quot;; &quot;export --list&quot; shows them.</source>
        <translation>import：没有格式“%1”；请用“export --list”查看。</translation>
    </message>
    <message>
        <source>%1: line %2 was not understood: %3</source>
        <translation>%1：第%2行未能读懂：%3</translation>
    </message>
    <message>
        <source>Nothing was stored.</source>
        <translation>没有保存任何内容。</translation>
    </message>
    <message>
        <source>import: --%1 takes one of: %2.</source>
        <translation>import：--%1可取：%2。</translation>
    </message>
    <message>
        <source>Imports the certificates of a file in PEM, DER or PKCS#12, and the private key in it. What is imported without a key can be believed as an authority. Of another device&apos;s configuration, or one of ours, it shows what is understood; --store stores it, all or nothing.</source>
        <translation>导入PEM、DER或PKCS#12文件中的证书及其私钥。不带私钥导入的证书可作为受信任的签发者。对于其他设备或我方的配置，显示读懂了什么；用--store存储，要么全部，要么都不。</translation>
    </message>
    <message>
        <source>Store the connections of a configuration.</source>
        <translation>存储配置中的连接。</translation>
    </message>
    <message>
        <source>Check what --store would do with what is there already, and change nothing.</source>
        <translation>结合已有的内容检查--store会做什么，不作任何更改。</translation>
    </message>
    <message>
        <source>Whose configuration it is, &quot;ours&quot; or that of the &quot;peer&quot;; default: found by the addresses.</source>
        <translation>是谁的配置：“ours”（我方）或“peer”（对端）；默认：根据地址判断。</translation>
    </message>
    <message>
        <source>Where to store; default: the region with its gateways.</source>
        <translation>存到哪个地域；默认：有其网关的地域。</translation>
    </message>
    <message>
        <source>What to do with a tunnel that is there already and differs: &quot;skip&quot;, &quot;update&quot; or &quot;add&quot;; default: skip.</source>
        <translation>对已存在且有差异的隧道怎么办：“skip”、“update”或“add”；默认：skip。</translation>
    </message>
    <message>
        <source>File whose first line is the pre-shared key of connections that have none in the text.</source>
        <translation>文件的第一行是文本中没有密钥的连接所用的预共享密钥。</translation>
    </message>
    <message>
        <source>“%1” is larger than 1 MiB, which neither a configuration nor a file of certificates is.</source>
        <translation>“%1”超过1 MiB，配置和证书文件都不会这么大。</translation>
    </message>
    <message>
        <source>“%1” is a backup: &quot;tunnelwrightctl restore&quot; brings it back.</source>
        <translation>“%1”是备份：请用“tunnelwrightctl restore”恢复。</translation>
    </message>
    <message>
        <source>“%1” is a document of our own: &quot;tunnelwrightctl apply&quot; takes it.</source>
        <translation>“%1”是本程序自己的文档：请用“tunnelwrightctl apply”应用。</translation>
    </message>
    <message>
        <source>“%1” holds the keys of an ipsec.conf: import that, with --secrets and this file.</source>
        <translation>“%1”中是某个ipsec.conf的密钥：请导入该ipsec.conf，并用--secrets给出此文件。</translation>
    </message>
    <message>
        <source>%1 If it is a configuration, say whose with --format.</source>
        <translation>%1如果它是配置，请用--format说明是哪种设备的。</translation>
    </message>
    <message>
        <source>import: --key and --passphrase-file are for certificates, the other options for configurations.</source>
        <translation>import：--key和--passphrase-file用于证书，其他选项用于配置。</translation>
    </message>
    <message>
        <source>“%1” holds certificates or keys, and the options are those of a configuration.</source>
        <translation>“%1”中是证书或密钥，而所给的选项只用于配置。</translation>
    </message>
</context>
<context>
    <name>tw::app::ImportRequest</name>
    <message>
        <source>It looks like no configuration that is known. If you know whose it is, say so with --format.</source>
        <translation>看起来不是任何已知的配置。如果知道是哪种设备的，请用--format说明。</translation>
    </message>
    <message>
        <source>Nothing tells which region it belongs to. Say so with --region.</source>
        <translation>无法判断它属于哪个地域。请用--region说明。</translation>
    </message>
    <message>
        <source>There is no region &quot;%1&quot;.</source>
        <translation>没有地域“%1”。</translation>
    </message>
</context>
<context>
    <name>tw::app::LogCommand</name>
    <message>
        <source>%1: &quot;%2&quot; is neither Unix seconds nor an ISO 8601 time.</source>
        <translation>%1：“%2”既不是Unix秒数也不是ISO 8601时间。</translation>
    </message>
    <message>
        <source>Begin: Unix seconds or ISO 8601.</source>
        <translation>开始时间：Unix秒数或ISO 8601。</translation>
    </message>
    <message>
        <source>End, not included.</source>
        <translation>结束时间（不含）。</translation>
    </message>
    <message>
        <source>Length, 1 to 10; default 10.</source>
        <translation>时长，1-10；默认10。</translation>
    </message>
    <message>
        <source>Go on with new lines as they come.</source>
        <translation>持续输出新的日志。</translation>
    </message>
    <message>
        <source>--page: a page can be neither followed nor written in a format of its own.</source>
        <translation>--page：分页输出不能持续跟踪，也不能写入文件或另选格式。</translation>
    </message>
    <message>
        <source>--follow: what is followed is printed as text or with --json, not into a file.</source>
        <translation>--follow：持续跟踪时只能以文本或--json输出，不能写入文件。</translation>
    </message>
    <message>
        <source>--output: the name of the file is empty.</source>
        <translation>--output：文件名为空。</translation>
    </message>
    <message>
        <source>Prints the log of one connection: at most ten minutes of the time that is kept.</source>
        <translation>输出一个连接的日志：保留期内至多十分钟。</translation>
    </message>
    <message>
        <source>text (default), csv or jsonl (as --json).</source>
        <translation>text（默认）、csv或jsonl（同--json）。</translation>
    </message>
    <message>
        <source>Write into this file, which only you can read.</source>
        <translation>写入此文件，仅您本人可读。</translation>
    </message>
    <message>
        <source>--format: give text, csv or jsonl.</source>
        <translation>--format：请给出text、csv或jsonl。</translation>
    </message>
    <message>
        <source>--%1: there is no &quot;%2&quot;.</source>
        <translation>--%1：没有“%2”。</translation>
    </message>
    <message>
        <source>Only these: error, warning, info, debug, with commas between; &quot;!debug&quot;: all but it.</source>
        <translation>只看这些级别：error、warning、info、debug，以逗号分隔；“!debug”表示除它以外的全部。</translation>
    </message>
    <message>
        <source>Only these, in the same way: 1, 2, data, none.</source>
        <translation>只看这些阶段，写法相同：1、2、data、none。</translation>
    </message>
    <message>
        <source>Only these, in the same way: codes as --json prints them.</source>
        <translation>只看这些代码，写法相同：即--json输出的Code。</translation>
    </message>
    <message>
        <source>Only this page of the window, from 1 on.</source>
        <translation>只输出该时间段的这一页，从1开始。</translation>
    </message>
    <message>
        <source>Lines of a page, 1 to 50; default 10.</source>
        <translation>每页行数，1到50，默认10。</translation>
    </message>
    <message>
        <source>PageNumber: the value must be a number from 1 on.</source>
        <translation>PageNumber：值必须是从1开始的数字。</translation>
    </message>
    <message>
        <source>PageSize: the value must be between 1 and 50.</source>
        <translation>PageSize：值必须在1到50之间。</translation>
    </message>
</context>
<context>
    <name>tw::app::Lookup</name>
    <message>
        <source>%1 %2: there is no such object.</source>
        <translation>%1 %2：该对象不存在。</translation>
    </message>
    <message>
        <source>%1 %2: several regions have one of this name. Give its id: %3</source>
        <translation>%1 %2：多个地域中有同名对象，请给出ID：%3</translation>
    </message>
    <message>
        <source>%1 %2: several are meant. Give a fingerprint: %3</source>
        <translation>%1 %2：有多个与之相符。请给出指纹：%3</translation>
    </message>
</context>
<context>
    <name>tw::app::ObjectCommands</name>
    <message>
        <source>Lists the objects of one kind.</source>
        <translation>列出某一类对象。</translation>
    </message>
    <message>
        <source>list: there are no objects of the kind &quot;%1&quot;.</source>
        <translation>list：没有“%1”这类对象。</translation>
    </message>
    <message>
        <source>Shows all values of one object but its key.</source>
        <translation>显示一个对象除密钥外的所有值。</translation>
    </message>
    <message>
        <source>%1: there is no object of this name or id.</source>
        <translation>%1：没有这个名称或ID的对象。</translation>
    </message>
    <message>
        <source>%1: several objects have this name. Give an id: %2</source>
        <translation>%1：多个对象使用该名称，请给出ID：%2</translation>
    </message>
    <message>
        <source>Deletes one object. A gateway that connections use stays, and they are named.</source>
        <translation>删除一个对象。正被连接使用的网关会保留，并列出这些连接。</translation>
    </message>
</context>
<context>
    <name>tw::app::Passphrase</name>
    <message>
        <source>%1: the first line is longer than %2 octets.</source>
        <translation>%1：首行超过%2个字节。</translation>
    </message>
    <message>
        <source>There is no terminal to ask for the passphrase. Give it with --passphrase-file.</source>
        <translation>没有可用于询问口令的终端。请用 --passphrase-file给出。</translation>
    </message>
    <message>
        <source>Once more: </source>
        <translation>再输入一次：</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>两次输入不一致。</translation>
    </message>
</context>
<context>
    <name>tw::app::RehearseCommand</name>
    <message>
        <source>There is no fault &quot;%1&quot;; there are: %2.</source>
        <translation>没有名为“%1”的故障；可用的有：%2。</translation>
    </message>
    <message>
        <source>There is no mistake &quot;%1&quot;; there are: %2.</source>
        <translation>没有名为“%1”的错误；可用的有：%2。</translation>
    </message>
    <message>
        <source>This connection cannot have the mistake &quot;%1&quot;: it has no such setting.</source>
        <translation>该连接不可能有错误“%1”：它没有这项设置。</translation>
    </message>
    <message>
        <source>The seed is no number: &quot;%1&quot;.</source>
        <translation>种子不是数字：“%1”。</translation>
    </message>
    <message>
        <source>What the network does, may be given several times: %1.</source>
        <translation>网络中的故障，可多次给出：%1。</translation>
    </message>
    <message>
        <source>What is wrong at the peer: %1.</source>
        <translation>对端的错误：%1。</translation>
    </message>
    <message>
        <source>Of what is random; default 1.</source>
        <translation>随机数的种子；默认为1。</translation>
    </message>
    <message>
        <source>Print our log of it as well.</source>
        <translation>同时打印本端的日志。</translation>
    </message>
    <message>
        <source>There is no format &quot;%1&quot;; &quot;export --list&quot; shows them.</source>
        <translation>没有格式“%1”；可用“export --list”列出全部格式。</translation>
    </message>
    <message>
        <source>&quot;--secrets&quot; belongs to &quot;--peer&quot;.</source>
        <translation>“--secrets”只能与“--peer”一起使用。</translation>
    </message>
    <message>
        <source>Plays a connection through in memory, against what is written for its peer: nothing is sent, no engine and no privilege is needed.</source>
        <translation>在内存中把连接与为其对端生成的配置演练一遍：不发送任何报文，不需要引擎和权限。</translation>
    </message>
    <message>
        <source>Whose configuration the peer has, see &quot;export --list&quot;; default swanctl. With --peer: what the file is; default: by how it looks.</source>
        <translation>对端采用哪种设备的配置，见“export --list”；默认swanctl。与--peer一起使用时：文件的格式；默认自动识别。</translation>
    </message>
    <message>
        <source>The peer&apos;s own configuration to play against, - for standard input.</source>
        <translation>用来演练的对端自己的配置文件，“-”表示标准输入。</translation>
    </message>
    <message>
        <source>The second file that holds the peer&apos;s key, where there is one.</source>
        <translation>存放对端密钥的第二个文件（如果有）。</translation>
    </message>
</context>
<context>
    <name>tw::app::Requests</name>
    <message>
        <source>Objects of the kind &quot;%1&quot; cannot be deleted; these can: %2</source>
        <translation>“%1”类对象不能删除，可以删除的有：%2</translation>
    </message>
    <message>
        <source>The running engine does not know the request &quot;%1&quot;.</source>
        <translation>正在运行的引擎不认识请求“%1”。</translation>
    </message>
    <message>
        <source>No engine is running on %1. Start one with &quot;tunnelwrightctl run&quot;, or open the console&apos;s window.</source>
        <translation>%1上没有正在运行的引擎。请用“tunnelwrightctl run”启动，或打开控制台窗口。</translation>
    </message>
    <message>
        <source>The connection does not stand, so there is nothing to rekey.</source>
        <translation>连接尚未建立，没有可重新协商的SA。</translation>
    </message>
</context>
<context>
    <name>tw::app::RunCommand</name>
    <message>
        <source>Runs the engine in the foreground. Connections that are effective immediately start at once, the others wait for traffic or for the peer. SIGINT and SIGTERM delete the SAs at the peers and undo routes and device.</source>
        <translation>在前台运行引擎。立即生效的连接马上开始协商，其他连接等待流量或对端发起。收到SIGINT或SIGTERM时通知对端删除SA，并撤销路由和设备。</translation>
    </message>
    <message>
        <source>End by itself after this time.</source>
        <translation>经过该时间后自动结束。</translation>
    </message>
    <message>
        <source>--for: &quot;%1&quot; is not a number of seconds.</source>
        <translation>--for：“%1”不是秒数。</translation>
    </message>
    <message>
        <source>Do without these ways of carrying many packets at once, for a kernel or a driver that spoils them: %1, with commas between.</source>
        <translation>不使用这些批量传送数据包的方式（用于会损坏数据包的内核或驱动）：%1，以逗号分隔。</translation>
    </message>
    <message>
        <source>--without: &quot;%1&quot; is none of %2.</source>
        <translation>--without：“%1”不是以下之一：%2。</translation>
    </message>
    <message>
        <source>Threads that carry packets: 1, or 2 with a direction each, or up to %1, of which all but one send. Without it 1 or 2, as this machine has cores for.</source>
        <translation>传送数据包的线程数：1个，或2个（每个方向一个），或最多%1个（其中一个接收，其余发送）。省略时按本机核数取1或2。</translation>
    </message>
    <message>
        <source>--data-threads: &quot;%1&quot; is not a number from 1 to %2.</source>
        <translation>--data-threads：“%1”不是1到%2之间的数字。</translation>
    </message>
</context>
<context>
    <name>tw::app::StatusCommand</name>
    <message>
        <source>, since %1</source>
        <translation>，始于%1</translation>
    </message>
    <message>
        <source>, next attempt %1</source>
        <translation>，下次尝试%1</translation>
    </message>
    <message>
        <source>    in: %1 bytes, %2 packets; out: %3 bytes, %4 packets; next rekey: %5</source>
        <translation>    入：%1字节，%2个报文；出：%3字节，%4个报文；下次更新密钥：%5</translation>
    </message>
    <message>
        <source>Shows what stands now, as the running engine knows it.</source>
        <translation>显示正在运行的引擎的当前状态。</translation>
    </message>
    <message>
        <source>Loads a connection into the running engine and negotiates at once.</source>
        <translation>将一个连接加载到正在运行的引擎并立即协商。</translation>
    </message>
    <message>
        <source>Deletes the SAs of a connection at the peer and unloads it.</source>
        <translation>通知对端删除一个连接的SA并将其卸载。</translation>
    </message>
    <message>
        <source>Deletes the SAs of a connection and negotiates both phases anew.</source>
        <translation>删除一个连接的SA并重新协商两个阶段。</translation>
    </message>
    <message>
        <source>  health check: %1</source>
        <translation>  健康检查：%1</translation>
    </message>
</context>
<context>
    <name>tw::models::Backup</name>
    <message>
        <source>There is too much for one backup.</source>
        <translation>内容过多，无法放入一个备份。</translation>
    </message>
    <message>
        <source>The crypto library could not encrypt the backup.</source>
        <translation>密码库无法加密备份。</translation>
    </message>
    <message>
        <source>At least 8 characters.</source>
        <translation>至少8个字符。</translation>
    </message>
    <message>
        <source>Whoever gets the file can try passphrases as long as they like: better take several words, 16 characters or more.</source>
        <translation>拿到文件的人可以无限次尝试口令：最好使用多个单词，16个字符以上。</translation>
    </message>
    <message>
        <source>It is not a backup of this program.</source>
        <translation>它不是本程序的备份。</translation>
    </message>
    <message>
        <source>It was made by a newer version of the program (%1). Restore it with that one.</source>
        <translation>它由更新的版本（%1）生成。请用该版本恢复。</translation>
    </message>
    <message>
        <source>This is no id, or stands there twice.</source>
        <translation>不是有效的标识，或重复出现。</translation>
    </message>
    <message>
        <source>The certificate is not in the backup.</source>
        <translation>备份中没有该证书。</translation>
    </message>
    <message>
        <source>The settings are missing.</source>
        <translation>缺少设置。</translation>
    </message>
    <message>
        <source>The key is not in the backup.</source>
        <translation>备份中没有该密钥。</translation>
    </message>
    <message>
        <source>It is damaged, from octet %1 of its archive on.</source>
        <translation>文件已损坏，从归档的第%1个字节开始无法读取。</translation>
    </message>
    <message>
        <source>It is too large to be a backup.</source>
        <translation>文件过大，不可能是备份。</translation>
    </message>
    <message>
        <source>It is not a backup (a CMS message in PEM), or it is cut off or damaged.</source>
        <translation>它不是备份（PEM格式的CMS消息），或者不完整、已损坏。</translation>
    </message>
    <message>
        <source>It is a CMS message, but not one that this program makes: AuthEnvelopedData for a passphrase.</source>
        <translation>它是CMS消息，但不是本程序生成的那种（以口令加密的AuthEnvelopedData）。</translation>
    </message>
    <message>
        <source>Its passphrase takes more than 5 million rounds to try.</source>
        <translation>尝试其口令需要超过500万轮运算。</translation>
    </message>
    <message>
        <source>The passphrase does not open it, or the file was damaged: the two look alike.</source>
        <translation>口令不能打开它，或者文件已损坏：两者无法区分。</translation>
    </message>
    <message>
        <source>The store as it is could not be kept (%1: %2). Nothing was changed.</source>
        <translation>无法保存现有内容（%1：%2）。未做任何更改。</translation>
    </message>
    <message>
        <source>created</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>tw::models::BulkList</name>
    <message>
        <source>Not done</source>
        <translation>未执行</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message numerus="yes">
        <source>%n not done</source>
        <translation>
            <numerusform>%n个未执行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n个失败</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n个进行中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n undone</source>
        <translation>
            <numerusform>%n个已撤销</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n个完成</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::models::BulkRemoval</name>
    <message>
        <source>Delete the selected VPN gateways</source>
        <translation>删除所选VPN网关</translation>
    </message>
    <message>
        <source>Delete the selected customer gateways</source>
        <translation>删除所选用户网关</translation>
    </message>
    <message>
        <source>Delete the selected connections</source>
        <translation>删除所选连接</translation>
    </message>
    <message>
        <source>Delete the selected certificates</source>
        <translation>删除所选证书</translation>
    </message>
    <message>
        <source>The deletion is being saved.</source>
        <translation>正在保存删除操作。</translation>
    </message>
    <message>
        <source>The deletion was undone.</source>
        <translation>删除已撤销。</translation>
    </message>
    <message>
        <source>It was deleted.</source>
        <translation>已删除。</translation>
    </message>
    <message>
        <source>IPsec connections use it: %1</source>
        <translation>以下IPsec连接正在使用它：%1</translation>
    </message>
</context>
<context>
    <name>tw::models::BulkRun</name>
    <message>
        <source>It was stopped.</source>
        <translation>连接已被停用。</translation>
    </message>
    <message>
        <source>The engine was asked and has not answered yet.</source>
        <translation>已请求引擎，尚未收到答复。</translation>
    </message>
    <message>
        <source>Start the selected connections</source>
        <translation>启动所选连接</translation>
    </message>
    <message>
        <source>Stop the selected connections</source>
        <translation>停用所选连接</translation>
    </message>
    <message>
        <source>Renegotiate the selected connections</source>
        <translation>重新协商所选连接</translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) are up.</source>
        <translation>
            <numerusform>%n个连接已连通。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) are stopped.</source>
        <translation>
            <numerusform>%n个连接已停用。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) were renegotiated.</source>
        <translation>
            <numerusform>%n个连接已重新协商。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::models::CaptureController</name>
    <message>
        <source>There is no such connection any more.</source>
        <translation>该连接已不存在。</translation>
    </message>
    <message>
        <source>No engine is running.</source>
        <translation>没有正在运行的引擎。</translation>
    </message>
    <message>
        <source>A capture of %1 is on already.</source>
        <translation>%1的抓包已在进行中。</translation>
    </message>
    <message>
        <source>The file %1 must have a full path.</source>
        <translation>文件%1必须使用完整路径。</translation>
    </message>
    <message numerus="yes">
        <source>A capture needs %n bytes at least.</source>
        <translation>
            <numerusform>抓包至少需要%n字节。</numerusform>
        </translation>
    </message>
    <message>
        <source>The capture ended, since the program that asked for it is gone.</source>
        <translation>抓包已结束，因为请求抓包的程序已退出。</translation>
    </message>
</context>
<context>
    <name>tw::models::CaptureText</name>
    <message>
        <source>%1 is there already, and would have to be replaced.</source>
        <translation>%1已存在，需要替换才能写入。</translation>
    </message>
    <message>
        <source>%1 is no file, or no directory of this user alone: it is left as it is.</source>
        <translation>%1不是普通文件，或不是仅此用户可访问的目录：未做改动。</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>无法写入%1：%2。</translation>
    </message>
    <message>
        <source>The capture is complete.</source>
        <translation>抓包已完成。</translation>
    </message>
    <message>
        <source>The capture ended, since its file has the size it may have.</source>
        <translation>抓包已结束，因为文件已达到允许的大小。</translation>
    </message>
    <message>
        <source>The capture ended, since its time is over.</source>
        <translation>抓包已结束，因为时间已到。</translation>
    </message>
    <message>
        <source>The capture ended, since %1 cannot be written any more: %2. What is in it can be read.</source>
        <translation>抓包已结束，因为无法继续写入%1：%2。已写入的内容可以读取。</translation>
    </message>
    <message>
        <source>The engine has another capture under way.</source>
        <translation>引擎正在进行另一个抓包。</translation>
    </message>
    <message>
        <source>The capture ended, since the engine did.</source>
        <translation>抓包已结束，因为引擎已停止。</translation>
    </message>
    <message numerus="yes">
        <source>%n datagrams are missing: they came faster than they could be written.</source>
        <translation>
            <numerusform>缺少%n个数据报：它们到达的速度超过了写入速度。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The keys of %n SAs were kept back, since these still stand.</source>
        <translation>
            <numerusform>%n个SA的密钥未写出，因为这些SA仍然有效。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n SAs stood before the capture began: their keys are not known any more. Renegotiate while a capture is on.</source>
        <translation>
            <numerusform>%n个SA在抓包开始前已建立：其密钥已无从得知。请在抓包期间重新协商。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines of the key tables are remarks, since Wireshark 4.0 does not know their algorithm.</source>
        <translation>
            <numerusform>密钥表中有%n行为注释，因为Wireshark 4.0不支持其算法。</numerusform>
        </translation>
    </message>
    <message>
        <source>Keys of SAs that are in use are written down: whoever gets them can read this tunnel&apos;s traffic from now on, and forge it.</source>
        <translation>正在写入仍在使用的SA的密钥：得到密钥的人可以读取并伪造此后该隧道的流量。</translation>
    </message>
    <message>
        <source>Keys are written down: whoever gets them and the traffic can read it. Delete them when they have served.</source>
        <translation>正在写入密钥：同时得到密钥和流量的人可以读取其内容。用完后请删除。</translation>
    </message>
    <message>
        <source>Keys that open %1, a capture of the IPsec connection %2.

Whoever has this directory and the traffic can read it. Delete it when it has served.

This directory is a profile of Wireshark (4.0 or later). To look at the capture with it:

    WIRESHARK_CONFIG_DIR=%3.keys wireshark %3
    WIRESHARK_CONFIG_DIR=%3.keys tshark -r %3 -V

Or copy it into the folder &quot;profiles&quot; of Wireshark&apos;s configuration folder (Help, About Wireshark, Folders) under a name of your choice, and use wireshark -C NAME. Or copy the lines of a table into the profile that you have, and switch on &quot;Attempt to detect/decode encrypted ESP payloads&quot; (Edit, Preferences, Protocols, ESP). A single line goes with tshark -o &apos;uat:esp_sa:LINE&apos;.

ikev1_decryption_table   cookie of the initiator, key
ikev2_decryption_table   SPIs, SK_ei, SK_er, encryption, SK_ai, SK_ar, integrity
esp_sa                   family, addresses, SPI, encryption, key, integrity, key; where the SA has extended sequence numbers two fields more, which Wireshark 4.0 says it does not want

A line that begins with # is of an algorithm that Wireshark 4.0 does not know. Where a later one knows it, take the remark away.
</source>
        <translation>用于打开%1的密钥，%1是IPsec连接%2的抓包文件。

得到此目录和流量的人可以读取流量内容。用完后请删除。

此目录可作为Wireshark（4.0或更高版本）的配置目录。用它查看抓包：

    WIRESHARK_CONFIG_DIR=%3.keys wireshark %3
    WIRESHARK_CONFIG_DIR=%3.keys tshark -r %3 -V

也可以将其复制到Wireshark配置文件夹（帮助、关于Wireshark、文件夹）下的 &quot;profiles&quot; 中，名称任选，然后使用wireshark -C名称。或者将表中的行复制到已有的配置中，并启用“Attempt to detect/decode encrypted ESP payloads”（编辑、首选项、Protocols、ESP）。单独一行可用tshark -o &apos;uat:esp_sa:行&apos;。

ikev1_decryption_table   发起方cookie，密钥
ikev2_decryption_table   SPI，SK_ei，SK_er，加密算法，SK_ai，SK_ar，认证算法
esp_sa                   地址族，地址，SPI，加密算法，密钥，认证算法，密钥；使用扩展序列号的SA另有两个字段，Wireshark 4.0会提示不需要它们

以 # 开头的行使用Wireshark 4.0不支持的算法。如果更高版本支持，请去掉注释。
</translation>
    </message>
</context>
<context>
    <name>tw::models::CertificateTableModel</name>
    <message>
        <source>%1 · %2</source>
        <comment>date, what it means</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Itself</source>
        <translation>自签名</translation>
    </message>
    <message>
        <source>Of no use for IKE</source>
        <translation>不能用于IKE</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>颁发者</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>私钥</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用者</translation>
    </message>
    <message>
        <source>Fingerprint (SHA-256)</source>
        <translation>指纹 (SHA-256)</translation>
    </message>
    <message>
        <source>%1 (weak)</source>
        <translation>%1（较弱）</translation>
    </message>
</context>
<context>
    <name>tw::models::ClockText</name>
    <message>
        <source>%1 s</source>
        <translation>%1秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1分钟</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1小时%2分钟</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1天</translation>
    </message>
    <message>
        <source>Clock jumped %1 back at %2</source>
        <translation>时钟于%2回拨%1</translation>
    </message>
    <message>
        <source>Clock jumped %1 forward at %2</source>
        <translation>时钟于%2前跳%1</translation>
    </message>
    <message>
        <source>It was set back by %1, to %2.</source>
        <translation>时钟被回拨%1，至%2。</translation>
    </message>
    <message>
        <source>It was set forward by %1, to %2.</source>
        <translation>时钟被前拨%1，至%2。</translation>
    </message>
    <message>
        <source>Clock ok</source>
        <translation>时钟正常</translation>
    </message>
    <message>
        <source>Clock not synchronised</source>
        <translation>时钟未同步</translation>
    </message>
    <message>
        <source>Clock not known</source>
        <translation>时钟状态未知</translation>
    </message>
    <message>
        <source>A time service keeps this machine&apos;s clock, says the system.</source>
        <translation>系统表示：本机时钟由时间服务保持。</translation>
    </message>
    <message>
        <source>No time service keeps this machine&apos;s clock, says the system. It may be right all the same: compare it.</source>
        <translation>系统表示：没有时间服务保持本机时钟。时钟仍可能是准的，请核对。</translation>
    </message>
    <message>
        <source>The system does not say whether a time service keeps this machine&apos;s clock.</source>
        <translation>系统没有说明是否有时间服务保持本机时钟。</translation>
    </message>
    <message>
        <source>It did not jump since the program was started.</source>
        <translation>程序启动以来没有发生跳变。</translation>
    </message>
    <message>
        <source>What goes by it: between which times certificates are valid, and the times and windows of the log. Lifetimes and renewals of tunnels do not.</source>
        <translation>以它为准的有：证书的有效期，以及日志的时间和时间窗口。隧道的生存周期和更新与它无关。</translation>
    </message>
    <message>
        <source>By it, these certificates of connections are not valid now: %1</source>
        <translation>按照它，连接使用的这些证书目前无效：%1</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between certificates</comment>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>tw::models::Comparison</name>
    <message>
        <source>The connection is no longer there.</source>
        <translation>该连接已不存在。</translation>
    </message>
    <message>
        <source>The connection&apos;s own settings are not valid.</source>
        <translation>该连接自身的设置无效。</translation>
    </message>
    <message>
        <source>It does not look like any configuration that is known here. Choose whose it is.</source>
        <translation>它不像任何已知的配置。请选择属于哪种设备。</translation>
    </message>
    <message>
        <source>The two look for each other at different addresses: there is no answer, or messages come from an address that is not the peer&apos;s.</source>
        <translation>双方在不同的地址寻找对方：没有应答，或报文来自不是对端的地址。</translation>
    </message>
    <message>
        <source>The device seems to stand behind a NAT, and knows its private address where we know the public one. NAT traversal sees to that; the identities must still fit.</source>
        <translation>设备似乎位于NAT之后，它使用自己的私网地址，而这里是公网地址。NAT穿越会处理这一点；标识仍须一致。</translation>
    </message>
    <message>
        <source>One side has a name and the other an address. Whether they are the same is not looked up here.</source>
        <translation>一端是域名，另一端是地址。这里不会解析它们是否相同。</translation>
    </message>
    <message>
        <source>The first message is refused (NO_PROPOSAL_CHOSEN) or gets no answer.</source>
        <translation>第一个报文被拒绝（NO_PROPOSAL_CHOSEN）或没有应答。</translation>
    </message>
    <message>
        <source>The first message is refused (AUTHENTICATION_FAILED) or gets no answer.</source>
        <translation>第一个报文被拒绝（AUTHENTICATION_FAILED）或没有应答。</translation>
    </message>
    <message>
        <source>Here a certificate proves who we are, and there a key: authentication is refused.</source>
        <translation>本端用证书证明身份，对端用密钥：认证被拒绝。</translation>
    </message>
    <message>
        <source>Authentication is refused (AUTHENTICATION_FAILED); with IKEv1 a message cannot be decrypted, and often there is silence.</source>
        <translation>认证被拒绝（AUTHENTICATION_FAILED）；IKEv1时报文无法解密，往往没有应答。</translation>
    </message>
    <message>
        <source>Authentication is refused (AUTHENTICATION_FAILED), which looks like a wrong key.</source>
        <translation>认证被拒绝（AUTHENTICATION_FAILED），看起来像是密钥错误。</translation>
    </message>
    <message>
        <source>Phase 1 is refused at once (NO_PROPOSAL_CHOSEN).</source>
        <translation>第一阶段立即被拒绝（NO_PROPOSAL_CHOSEN）。</translation>
    </message>
    <message>
        <source>Phase 1 stands, and phase 2 is refused (NO_PROPOSAL_CHOSEN).</source>
        <translation>第一阶段成功，第二阶段被拒绝（NO_PROPOSAL_CHOSEN）。</translation>
    </message>
    <message>
        <source>The tunnel comes up and carries traffic, since with IKEv2 the first SA has no group of its own. The first rekey is refused, and the tunnel drops at the end of the lifetime.</source>
        <translation>隧道能够建立并传输流量，因为IKEv2的第一个SA没有自己的DH分组。第一次密钥更新会被拒绝，隧道在生存周期结束时中断。</translation>
    </message>
    <message>
        <source>Phase 1 stands, and the subnets are refused (TS_UNACCEPTABLE, with IKEv1 INVALID_ID_INFORMATION).</source>
        <translation>第一阶段成功，感兴趣流被拒绝（TS_UNACCEPTABLE，IKEv1为INVALID_ID_INFORMATION）。</translation>
    </message>
    <message>
        <source>The tunnel comes up for what both sides have, and nothing else passes; some devices refuse it as a whole (TS_UNACCEPTABLE).</source>
        <translation>隧道只对双方共有的网段建立，其余流量不通；有的设备会整体拒绝（TS_UNACCEPTABLE）。</translation>
    </message>
    <message>
        <source>With IKEv2 each side has its own lifetime, and the shorter one renews first.</source>
        <translation>IKEv2双方各有自己的生存周期，较短的一方先更新。</translation>
    </message>
    <message>
        <source>Mostly the shorter one counts. Some devices refuse another lifetime than their own, or keep an SA that the other side has given up.</source>
        <translation>通常以较短的为准。有的设备拒绝与自己不同的生存周期，或保留对端已放弃的SA。</translation>
    </message>
    <message>
        <source>One side begins at once and the other waits for traffic. One that begins is enough.</source>
        <translation>一端立即发起，另一端等待流量。有一端发起即可。</translation>
    </message>
    <message>
        <source>One side alone notices when the other is gone, and answers are given all the same.</source>
        <translation>只有一端能发现对端失效，但双方都会应答探测。</translation>
    </message>
    <message>
        <source>The device wants UDP encapsulation even without a NAT. We follow it.</source>
        <translation>设备要求即使没有NAT也使用UDP封装。本端会跟随。</translation>
    </message>
    <message>
        <source>Address of the VPN gateway</source>
        <translation>VPN网关地址</translation>
    </message>
    <message>
        <source>Address of the customer gateway</source>
        <translation>用户网关地址</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1秒</translation>
    </message>
    <message>
        <source>a key</source>
        <translation>有密钥</translation>
    </message>
    <message>
        <source>not understood</source>
        <translation>未识别</translation>
    </message>
    <message>
        <source>the same key</source>
        <translation>密钥相同</translation>
    </message>
    <message>
        <source>another key</source>
        <translation>密钥不同</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>未说明</translation>
    </message>
    <message>
        <source>the first rekey fails</source>
        <translation>首次密钥更新失败</translation>
    </message>
    <message>
        <source>part of the traffic fails</source>
        <translation>部分流量不通</translation>
    </message>
    <message>
        <source>phase 1 fails</source>
        <translation>第一阶段失败</translation>
    </message>
    <message>
        <source>phase 2 fails</source>
        <translation>第二阶段失败</translation>
    </message>
    <message>
        <source>may be refused</source>
        <translation>可能被拒绝</translation>
    </message>
    <message>
        <source>harmless</source>
        <translation>无影响</translation>
    </message>
    <message>
        <source>not compared</source>
        <translation>未比较</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>一致</translation>
    </message>
    <message>
        <source>The text does not say it. What the device does then is up to its release: say it there to be sure.</source>
        <translation>文本中没有说明，设备的行为取决于其版本的默认值：为稳妥起见，请在设备上明确设置。</translation>
    </message>
    <message>
        <source>The text says it in words that are not known here; they are among the lines that were not understood.</source>
        <translation>文本中的写法无法识别；见未识别的行。</translation>
    </message>
    <message>
        <source>Enter the key here</source>
        <translation>在此输入密钥</translation>
    </message>
    <message>
        <source>Set it here to: %1</source>
        <translation>在此设为：%1</translation>
    </message>
    <message>
        <source>Use %1 here</source>
        <translation>在此使用%1</translation>
    </message>
    <message>
        <source>Enter the connection&apos;s key on the device.</source>
        <translation>在设备上输入该连接的密钥。</translation>
    </message>
    <message>
        <source>On the device, as this connection has it: %1.</source>
        <translation>在设备上按本连接设置：%1。</translation>
    </message>
    <message>
        <source>This seems to be the configuration of our own end: its local and remote are ours. It was turned round and compared all the same.</source>
        <translation>这似乎是本端的配置：其中的本端和对端与我们一致。已对调后进行比较。</translation>
    </message>
    <message>
        <source>Neither an address nor a subnet of it is this connection&apos;s. Is it the configuration of another tunnel?</source>
        <translation>其中没有任何地址或网段属于此连接。是不是另一条隧道的配置？</translation>
    </message>
    <message>
        <source>Nothing that was said differs.</source>
        <translation>文本中说明的内容全部一致。</translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s) differ.</source>
        <translation>
            <numerusform>%n项设置不同。</numerusform>
        </translation>
    </message>
    <message>
        <source>It breaks phase 1.</source>
        <translation>它使第一阶段失败。</translation>
    </message>
    <message>
        <source>It breaks phase 2.</source>
        <translation>它使第二阶段失败。</translation>
    </message>
    <message numerus="yes">
        <source>%n of them break(s) phase 1.</source>
        <translation>
            <numerusform>其中%n项使第一阶段失败。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them break(s) phase 2.</source>
        <translation>
            <numerusform>其中%n项使第二阶段失败。</numerusform>
        </translation>
    </message>
    <message>
        <source>The tunnel mostly comes up all the same.</source>
        <translation>隧道通常仍能建立。</translation>
    </message>
    <message>
        <source>The tunnel comes up all the same.</source>
        <translation>隧道仍能建立。</translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s) are not said in the text.</source>
        <translation>
            <numerusform>文本中有%n项设置未说明。</numerusform>
        </translation>
    </message>
    <message>
        <source>More than %1 lines were not understood.</source>
        <translation>超过%1行未识别。</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were not understood.</source>
        <translation>
            <numerusform>%n行未识别。</numerusform>
        </translation>
    </message>
    <message>
        <source>Comparison of “%1” with the configuration of its peer</source>
        <translation>“%1”与对端配置的对比</translation>
    </message>
    <message>
        <source>here: %1; there: %2</source>
        <translation>本端：%1；对端：%2</translation>
    </message>
    <message>
        <source>Line %1 was not understood: %2</source>
        <translation>第%1行未识别：%2</translation>
    </message>
</context>
<context>
    <name>tw::models::ConnectionController</name>
    <message>
        <source>No engine is running.</source>
        <translation>没有正在运行的引擎。</translation>
    </message>
    <message>
        <source>The connection is stopped; start it before it is probed.</source>
        <translation>连接已停止，请先启动再探测。</translation>
    </message>
</context>
<context>
    <name>tw::models::ConnectionNews</name>
    <message numerus="yes">
        <source>%n tunnel(s) came up</source>
        <translation>
            <numerusform>%n条隧道已建立</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tunnel(s) went down</source>
        <translation>
            <numerusform>%n条隧道已断开</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) failed</source>
        <translation>
            <numerusform>%n个连接失败</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::models::ConnectionTableModel</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>VPN gateway</source>
        <translation>VPN网关</translation>
    </message>
    <message>
        <source>Customer gateway</source>
        <translation>用户网关</translation>
    </message>
    <message>
        <source>Local subnets</source>
        <translation>本端网段</translation>
    </message>
    <message>
        <source>Remote subnets</source>
        <translation>对端网段</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>In</source>
        <translation>入</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>Next rekey</source>
        <translation>下次更新密钥</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Weak</source>
        <translation>弱</translation>
    </message>
    <message>
        <source>IKE %1, IPsec %2</source>
        <translation>IKE %1，IPsec %2</translation>
    </message>
    <message>
        <source>Up since</source>
        <translation>连通时间</translation>
    </message>
    <message>
        <source>Weak settings</source>
        <translation>弱配置</translation>
    </message>
    <message>
        <source>LocalId</source>
        <translation>LocalId</translation>
    </message>
    <message>
        <source>RemoteId</source>
        <translation>RemoteId</translation>
    </message>
    <message>
        <source>Algorithms</source>
        <translation>算法</translation>
    </message>
    <message>
        <source>Last error</source>
        <translation>最近的错误</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>地域</translation>
    </message>
    <message>
        <source>Data in</source>
        <translation>入流量</translation>
    </message>
    <message>
        <source>Data out</source>
        <translation>出流量</translation>
    </message>
    <message>
        <source>%1, pings fail</source>
        <translation>%1，ping无应答</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>健康检查</translation>
    </message>
</context>
<context>
    <name>tw::models::CustomerGatewayTableModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>IP address</source>
        <translation>IP地址</translation>
    </message>
    <message>
        <source>AS number</source>
        <translation>自治系统号</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接数</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
</context>
<context>
    <name>tw::models::DemoPair</name>
    <message>
        <source>Demo: to rehearse and to look around; delete it when you like.</source>
        <translation>演示：供演练和随意查看；可随时删除。</translation>
    </message>
</context>
<context>
    <name>tw::models::DiagnosisChecks</name>
    <message>
        <source>Same settings on both ends</source>
        <translation>两端配置一致</translation>
    </message>
    <message>
        <source>Route conflicts among connections</source>
        <translation>连接之间的路由冲突</translation>
    </message>
    <message>
        <source>Customer gateway reachable</source>
        <translation>用户网关可达</translation>
    </message>
    <message>
        <source>Remote network reachable</source>
        <translation>对端网络可达</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>配额</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>error</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>No exchange has shown the other side&apos;s settings yet.</source>
        <translation>协商尚未显示出对端的配置。</translation>
    </message>
    <message>
        <source>Both sides agreed on everything.</source>
        <translation>两端的全部配置一致。</translation>
    </message>
    <message>
        <source>Something differs; the comparison shows what, or what is most likely.</source>
        <translation>存在差异；对比中列出了差异项或最可能的差异项。</translation>
    </message>
    <message>
        <source>The settings differ; the comparison shows where.</source>
        <translation>两端配置不同，差异见对比。</translation>
    </message>
    <message>
        <source>No other connection goes to the same remote subnets.</source>
        <translation>没有其他连接指向相同的对端网段。</translation>
    </message>
    <message>
        <source>The remote subnets overlap with those of: %1.</source>
        <translation>对端网段与以下连接重叠：%1。</translation>
    </message>
    <message>
        <source>It answers our IKE messages.</source>
        <translation>它会应答本端的IKE报文。</translation>
    </message>
    <message>
        <source>Not measured.</source>
        <translation>未测量。</translation>
    </message>
    <message>
        <source>%1 of %2 pings answered, %3 ms on average.</source>
        <translation>%2个ping中有%1个得到应答，平均%3毫秒。</translation>
    </message>
    <message>
        <source>%1 of %2 pings answered.</source>
        <translation>%2个ping中有%1个得到应答。</translation>
    </message>
    <message>
        <source>%1 of %2 subnets on a side are used.</source>
        <translation>每端%2个网段的配额已用%1个。</translation>
    </message>
</context>
<context>
    <name>tw::models::DiagnosisText</name>
    <message>
        <source>nothing wrong found</source>
        <translation>未发现异常原因</translation>
    </message>
    <message>
        <source>NAT traversal mismatch</source>
        <translation>NAT穿越不匹配</translation>
    </message>
    <message>
        <source>UDP 4500 seems blocked</source>
        <translation>UDP 4500疑似被阻断</translation>
    </message>
    <message>
        <source>large messages are lost</source>
        <translation>大报文丢失</translation>
    </message>
    <message>
        <source>SA lifetime mismatch</source>
        <translation>SA生存周期不匹配</translation>
    </message>
    <message>
        <source>SA expired without a successor</source>
        <translation>SA到期且无后继</translation>
    </message>
    <message>
        <source>established, but no traffic</source>
        <translation>已建立但无流量</translation>
    </message>
    <message>
        <source>Nothing failed in what was recorded lately.</source>
        <translation>近期记录中没有失败。</translation>
    </message>
    <message>
        <source>Nothing failed: the negotiation has not been started, or waits for traffic.</source>
        <translation>没有失败：协商尚未启动，或在等待流量。</translation>
    </message>
    <message>
        <source>What the other gateway offers does not fit: it offers %1, and %2 is configured here.</source>
        <translation>对端网关的提议不符：它提议%1，而本端配置为%2。</translation>
    </message>
    <message>
        <source>The other gateway refused our phase 1 settings (NO_PROPOSAL_CHOSEN). It did not say which one. You offer %1.</source>
        <translation>对端网关拒绝了本端的第一阶段配置（NO_PROPOSAL_CHOSEN），但没有说明是哪一项。本端提议%1。</translation>
    </message>
    <message>
        <source>Phase 1 stands, and the other gateway refused our phase 2 settings (NO_PROPOSAL_CHOSEN). It did not say which one. You offer %1.</source>
        <translation>第一阶段已建立，对端网关拒绝了本端的第二阶段配置（NO_PROPOSAL_CHOSEN），但没有说明是哪一项。本端提议%1。</translation>
    </message>
    <message>
        <source>The tunnel came up, and the rekey was refused although the algorithms are the same: the two sides use different DH groups in phase 2 (PFS). Here it is %1; the other side did not name its own.</source>
        <translation>隧道已建立，算法相同，但重新协商密钥被拒绝：两端第二阶段的DH分组（PFS）不同。本端为%1，对端没有说明它的分组。</translation>
    </message>
    <message>
        <source>The other gateway refused our authentication (AUTHENTICATION_FAILED): the key or an identity differs, and it did not say which. We call ourselves %1 and expect %2.</source>
        <translation>对端网关拒绝了本端的认证（AUTHENTICATION_FAILED）：密钥或标识不同，它没有说明是哪一个。本端自称%1，期望对端为%2。</translation>
    </message>
    <message>
        <source>The two sides could not read each other&apos;s encrypted messages, which is what different pre-shared keys look like.</source>
        <translation>两端无法解密对方的报文，预共享密钥不同时就是这种表现。</translation>
    </message>
    <message>
        <source>The name does not fit: the other side says %1, and %2 is configured here.</source>
        <translation>标识不符：对端给出%1，而本端配置为%2。</translation>
    </message>
    <message>
        <source>The other gateway refused the very first message (AUTHENTICATION_FAILED): most likely it wants main mode and not aggressive mode, or knows us by another name.</source>
        <translation>对端网关拒绝了第一个报文（AUTHENTICATION_FAILED）：它很可能要求主模式而不是野蛮模式，或者以另一个标识认识本端。</translation>
    </message>
    <message>
        <source>The other gateway refused every algorithm that there is: most likely it speaks another version of IKE, or has no connection for this address.</source>
        <translation>对端网关拒绝了所有算法：它很可能使用另一个IKE版本，或者没有为这个地址配置连接。</translation>
    </message>
    <message>
        <source>The settings agree, but the other gateway did not put the SA to use: most likely its system could not install it.</source>
        <translation>两端配置一致，但对端网关没有启用SA：很可能是它的系统无法安装。</translation>
    </message>
    <message>
        <source>Messages come from %1, and %2 is configured as the customer gateway.</source>
        <translation>报文来自%1，而用户网关配置为%2。</translation>
    </message>
    <message>
        <source>The other gateway deleted the connection after it had stood for %1 s. It did not say why.</source>
        <translation>连接建立%1秒后被对端网关删除，它没有说明原因。</translation>
    </message>
    <message>
        <source>There is a NAT on the way, and the other gateway takes no part in NAT traversal.</source>
        <translation>路径上有NAT，而对端网关不参与NAT穿越。</translation>
    </message>
    <message>
        <source>The first messages went through on UDP 500, and after the move to UDP 4500 nothing came any more.</source>
        <translation>最初的报文通过了UDP 500，切换到UDP 4500之后再没有收到任何报文。</translation>
    </message>
    <message>
        <source>A message of %2 bytes is sent again and again and gets no answer, while smaller ones did: it looks as if fragments are dropped on the way.</source>
        <translation>一个%2字节的报文反复重传而没有应答，较小的报文却有应答：看起来分片在途中被丢弃。</translation>
    </message>
    <message>
        <source>The other gateway lets the SA live for %1 s, and %2 s are configured here.</source>
        <translation>对端网关的SA生存周期为%1秒，本端配置为%2秒。</translation>
    </message>
    <message>
        <source>The SA reached the end of its lifetime after %1 s, and nothing had taken its place.</source>
        <translation>SA在%1秒后到期，没有新的SA接替。</translation>
    </message>
    <message>
        <source>The tunnel stands and %2 packets came through it, but none was sent into it from here.</source>
        <translation>隧道已建立，收到%2个报文，但本端没有发出任何报文。</translation>
    </message>
    <message>
        <source>The tunnel stands and %1 packets were sent into it, but none came back.</source>
        <translation>隧道已建立，发出%1个报文，但没有任何报文返回。</translation>
    </message>
    <message>
        <source>(not known)</source>
        <translation>（未知）</translation>
    </message>
    <message>
        <source>certain</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>likely</source>
        <translation>很可能</translation>
    </message>
    <message>
        <source>most likely on this side</source>
        <translation>问题很可能在本端</translation>
    </message>
    <message>
        <source>most likely on the other side</source>
        <translation>问题很可能在对端</translation>
    </message>
    <message>
        <source>most likely on the way between</source>
        <translation>问题很可能在中间路径上</translation>
    </message>
    <message>
        <source>on either side: the two differ</source>
        <translation>两端不一致，任一端均可修改</translation>
    </message>
    <message>
        <source>the SAs that stand carried %1 packets out and %2 in</source>
        <translation>现有SA发出%1个报文，收到%2个报文</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>unknown, most likely</source>
        <translation>未知，最可能</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Set “%1” to %2 here, as the other side has it.</source>
        <translation>将本端的“%1”改为与对端相同的%2。</translation>
    </message>
    <message>
        <source>Use %2 here</source>
        <translation>本端改用%2</translation>
    </message>
    <message>
        <source>Ask the other gateway once with a wide list of phase 1 algorithms, to learn which one it takes. The connection itself is not changed.</source>
        <translation>向对端网关提议一次完整的第一阶段算法列表，以了解它接受哪一种。连接本身不会改变。</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>探测</translation>
    </message>
    <message>
        <source>Ask the other gateway once with a wide list of phase 2 algorithms, to learn which one it takes. The connection itself is not changed, but a gateway that allows one IKE SA only may drop the one that stands.</source>
        <translation>向对端网关提议一次完整的第二阶段算法列表，以了解它接受哪一种。连接本身不会改变，但只允许一个IKE SA的网关可能会丢弃现有的SA。</translation>
    </message>
    <message>
        <source>Send the report to the administrator of the other gateway: it lists what is offered from here.</source>
        <translation>将报告发给对端网关的管理员：其中列出了本端的提议。</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Type the pre-shared key anew on both sides. Blanks at its ends and copied quotation marks are easily overlooked; the form shows them.</source>
        <translation>在两端重新输入预共享密钥。首尾空格和复制来的引号容易被忽略，表单会标出它们。</translation>
    </message>
    <message>
        <source>Retype the key</source>
        <translation>重新输入密钥</translation>
    </message>
    <message>
        <source>Set “%1” to %2, which is what the other side says.</source>
        <translation>将“%1”改为对端给出的%2。</translation>
    </message>
    <message>
        <source>Accept %2</source>
        <translation>接受%2</translation>
    </message>
    <message>
        <source>Set “%1” to the name or address that the other gateway expects of this one. Behind a NAT that is usually the public address.</source>
        <translation>将“%1”改为对端网关期望的本端名称或地址。在NAT之后通常是公网地址。</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>修改%1</translation>
    </message>
    <message>
        <source>Switch to %2</source>
        <translation>切换到%2</translation>
    </message>
    <message>
        <source>Set “%1” to %2 here.</source>
        <translation>将本端的“%1”改为%2。</translation>
    </message>
    <message>
        <source>Set “%1” to what the other side has: %2.</source>
        <translation>将“%1”改为对端的值：%2。</translation>
    </message>
    <message>
        <source>Send the report: both sides need the same pairs of subnets, mirrored.</source>
        <translation>发送报告：两端的感兴趣流必须互为镜像。</translation>
    </message>
    <message>
        <source>Make a connection of its own for each pair of subnets, for devices that take one pair per SA.</source>
        <translation>为每一对网段单独建立一个IPsec连接，以适应每个SA只支持一对网段的设备。</translation>
    </message>
    <message>
        <source>Turn PFS off here, if the other side has it off.</source>
        <translation>如果对端关闭了PFS，则在本端也关闭。</translation>
    </message>
    <message>
        <source>Disable PFS</source>
        <translation>关闭PFS</translation>
    </message>
    <message>
        <source>Test a rekey now: it shows whether both sides agree on PFS and lifetimes, before the lifetime ends.</source>
        <translation>立即测试重新协商密钥：在生存周期结束之前就能看出两端的PFS和生存周期是否一致。</translation>
    </message>
    <message>
        <source>Test rekey</source>
        <translation>测试重新协商密钥</translation>
    </message>
    <message>
        <source>Put ESP in UDP port 4500 always: NATs and firewalls that lose bare ESP let that pass.</source>
        <translation>始终将ESP封装在UDP 4500中：会丢弃裸ESP的NAT和防火墙可以放行它。</translation>
    </message>
    <message>
        <source>Force encapsulation</source>
        <translation>强制封装</translation>
    </message>
    <message>
        <source>Set “%1” on both sides to the same value, with %2 as the other side has it.</source>
        <translation>将两端的“%1”设为相同的值，对端为%2。</translation>
    </message>
    <message>
        <source>Set the address of the customer gateway to %2, from where the other side answers.</source>
        <translation>将用户网关的地址改为对端应答所用的%2。</translation>
    </message>
    <message>
        <source>Use %2</source>
        <translation>使用%2</translation>
    </message>
    <message>
        <source>Choose another certificate or method here: %1.</source>
        <translation>在此选择其他证书或认证方式：%1。</translation>
    </message>
    <message>
        <source>Use a pre-shared key here, as the other side does.</source>
        <translation>本端改用预共享密钥，与对端一致。</translation>
    </message>
    <message>
        <source>Use a pre-shared key</source>
        <translation>使用预共享密钥</translation>
    </message>
    <message>
        <source>Choose the authority that issued the other gateway&apos;s certificate: %1.</source>
        <translation>选择签发对端网关证书的机构：%1。</translation>
    </message>
    <message>
        <source>Try %2: a gateway that has this address configured for the other version refuses in the same words.</source>
        <translation>尝试%2：为另一版本配置了此地址的网关会以相同的方式拒绝。</translation>
    </message>
    <message>
        <source>Try %2</source>
        <translation>尝试%2</translation>
    </message>
    <message>
        <source>Try %2 in “%1”: a gateway that is set up for the other mode may refuse in the same words.</source>
        <translation>在“%1”中尝试%2：配置为另一模式的网关可能以相同的方式拒绝。</translation>
    </message>
    <message>
        <source>Check the path: route, neighbour, UDP 500, UDP 4500 and ESP, one by one.</source>
        <translation>逐项检查路径：路由、邻居、UDP 500、UDP 4500和ESP。</translation>
    </message>
    <message>
        <source>Check the path</source>
        <translation>检查路径</translation>
    </message>
    <message>
        <source>Follow a packet step by step, from the route here to the answer.</source>
        <translation>逐步跟踪一个报文，从本端路由到返回的应答。</translation>
    </message>
    <message>
        <source>Check the traffic</source>
        <translation>检查流量</translation>
    </message>
    <message>
        <source>Check the address of the customer gateway: %2.</source>
        <translation>检查用户网关的地址：%2。</translation>
    </message>
    <message>
        <source>Open the gateway</source>
        <translation>打开用户网关</translation>
    </message>
    <message>
        <source>Choose an address that this machine has, or leave the field empty: %1.</source>
        <translation>选择本机拥有的地址，或将此项留空：%1。</translation>
    </message>
    <message>
        <source>Open the VPN gateway</source>
        <translation>打开VPN网关</translation>
    </message>
    <message>
        <source>Give the program the right to open the tunnel device and the IKE ports; the bar at the top says how.</source>
        <translation>授予程序打开隧道设备和IKE端口的权限，方法见顶部提示栏。</translation>
    </message>
    <message>
        <source>Stop the other program that has UDP 500 or 4500, usually another IPsec daemon.</source>
        <translation>停止占用UDP 500或4500的其他程序，通常是另一个IPsec守护进程。</translation>
    </message>
    <message>
        <source>Replace the certificate.</source>
        <translation>更换证书。</translation>
    </message>
    <message>
        <source>Open certificates</source>
        <translation>打开证书</translation>
    </message>
    <message>
        <source>Or have the other side changed: the report lists what is configured here.</source>
        <translation>或由对端修改：报告列出了本端的配置。</translation>
    </message>
    <message>
        <source>Ask the other side for its log: its system may lack the cipher, ESP itself, or an address inside its own subnet.</source>
        <translation>请对端提供日志：它的系统可能缺少该加密算法、ESP本身，或自身网段内的地址。</translation>
    </message>
    <message>
        <source>Have the other side use ESP instead of AH.</source>
        <translation>请对端使用ESP而不是AH。</translation>
    </message>
    <message>
        <source>Have the other side use tunnel mode instead of transport mode.</source>
        <translation>请对端使用隧道模式而不是传输模式。</translation>
    </message>
    <message>
        <source>Send the report to the other side: it lists who this gateway says it is, and whom it expects.</source>
        <translation>将报告发给对端：其中列出了本网关的标识以及期望的对端标识。</translation>
    </message>
    <message>
        <source>Turn IKE fragmentation on at the other side, or use smaller certificates: large messages are lost on the way.</source>
        <translation>在对端开启IKE分片，或使用更小的证书：大报文在途中丢失。</translation>
    </message>
    <message>
        <source>Have UDP 500 and 4500 to this address let through, at the other gateway and at every firewall on the way.</source>
        <translation>在对端网关和途中的每个防火墙上放行到此地址的UDP 500和4500。</translation>
    </message>
    <message>
        <source>Turn NAT traversal on at the other gateway.</source>
        <translation>在对端网关上开启NAT穿越。</translation>
    </message>
    <message>
        <source>Have the other side look at its firewall, its routes and its NAT: packets from the tunnel must be let in, and answers must go back into it.</source>
        <translation>请对端检查防火墙、路由和NAT：必须放行来自隧道的报文，且应答必须返回隧道。</translation>
    </message>
    <message>
        <source>Ask the other side why it deleted the connection: an idle timeout, a lifetime, a restart, or somebody&apos;s hand.</source>
        <translation>询问对端为何删除连接：空闲超时、生存周期、重启或人工操作。</translation>
    </message>
    <message>
        <source>Ask the other side for its log of that minute: it knows the reason.</source>
        <translation>请对端提供那一分钟的日志：它知道原因。</translation>
    </message>
    <message>
        <source>Start the connection.</source>
        <translation>启动连接。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Negotiate anew.</source>
        <translation>重新协商。</translation>
    </message>
    <message>
        <source>Renegotiate now</source>
        <translation>立即重新协商</translation>
    </message>
    <message>
        <source>The log has the particulars.</source>
        <translation>详情见日志。</translation>
    </message>
    <message>
        <source>Or it is this: the same facts look like it</source>
        <translation>也可能是：相同的事实也符合这种情况</translation>
    </message>
    <message>
        <source>Also found</source>
        <translation>另外发现</translation>
    </message>
    <message>
        <source>The pre-shared keys may differ: a gateway that cannot read our proof is silent, too.</source>
        <translation>两端的预共享密钥可能不同：无法解读本端认证报文的网关同样不响应。</translation>
    </message>
    <message>
        <source>The other gateway may know this one by another name than our LocalId: then it refuses in the same words.</source>
        <translation>对端网关可能以LocalId以外的标识认识本端：那样它会以同样的方式拒绝。</translation>
    </message>
    <message>
        <source>The other gateway may be set up for the other negotiation mode, main or aggressive: then it refuses in the same words.</source>
        <translation>对端网关可能配置为另一种协商模式（主模式或野蛮模式）：那样它会以同样的方式拒绝。</translation>
    </message>
    <message>
        <source>The other gateway may be set up for transport mode, which carries nothing but its own packets: then it refuses in the same words.</source>
        <translation>对端网关可能配置为传输模式，该模式只承载网关自身的报文：那样它会以同样的方式拒绝。</translation>
    </message>
    <message>
        <source>A large message of the other gateway, with its certificate, may be lost on the way: to us that is the same silence.</source>
        <translation>对端网关携带证书的大报文可能在途中丢失：从本端看同样是没有响应。</translation>
    </message>
    <message>
        <source>The key is right, and yet the other gateway refused us (AUTHENTICATION_FAILED): most likely it expects another name of us than our LocalId, or else it wants aggressive mode and not main mode.</source>
        <translation>密钥正确，但对端网关仍然拒绝（AUTHENTICATION_FAILED）：它期望的本端标识很可能不是当前的LocalId，或者它要求野蛮模式而不是主模式。</translation>
    </message>
    <message>
        <source>The other gateway refused who we say we are: most likely it expects another name of us than our LocalId.</source>
        <translation>对端网关拒绝了本端的标识：它期望的本端标识很可能不是当前的LocalId。</translation>
    </message>
    <message>
        <source>Phase 1 stands, and the other gateway refused our subnets (TS_UNACCEPTABLE or INVALID_ID_INFORMATION). It did not name its own; most likely they differ.</source>
        <translation>第一阶段已建立，但对端网关拒绝了本端的网段（TS_UNACCEPTABLE或INVALID_ID_INFORMATION）。它没有给出自己的网段，两端的网段很可能不一致。</translation>
    </message>
    <message>
        <source>The other gateway did not take our public value (INVALID_KEY_INFORMATION): most likely it uses another DH group in phase 1. It did not name its own.</source>
        <translation>对端网关没有接受本端的公开值（INVALID_KEY_INFORMATION）：它的第一阶段很可能使用另一个DH分组。它没有给出自己的DH分组。</translation>
    </message>
</context>
<context>
    <name>tw::models::DiagnosisTrials</name>
    <message>
        <source>The rekey is under way.</source>
        <translation>正在重新协商密钥。</translation>
    </message>
    <message>
        <source>The rekey succeeded: both sides agree on %1.</source>
        <translation>重新协商密钥成功：两端一致使用%1。</translation>
    </message>
    <message>
        <source>The rekey was refused: %1. The tunnel will not survive the end of its lifetime without an interruption.</source>
        <translation>重新协商密钥被拒绝：%1。生存周期结束时隧道将会中断。</translation>
    </message>
    <message>
        <source>The rekey got no answer.</source>
        <translation>重新协商密钥没有得到应答。</translation>
    </message>
    <message>
        <source>The probe is under way.</source>
        <translation>正在探测。</translation>
    </message>
    <message>
        <source>The other gateway takes %1.</source>
        <translation>对端网关接受%1。</translation>
    </message>
    <message>
        <source>The other gateway takes none of the suites: it is not about algorithms.</source>
        <translation>对端网关不接受任何算法组合：问题不在算法。</translation>
    </message>
    <message>
        <source>The probe got no answer.</source>
        <translation>探测没有得到应答。</translation>
    </message>
</context>
<context>
    <name>tw::models::DoctorRun</name>
    <message>
        <source>There is no such connection.</source>
        <translation>没有该连接。</translation>
    </message>
    <message>
        <source>%1 is in none of the peer&apos;s subnets: %2.</source>
        <translation>%1不在任何对端网段中：%2。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an IP address.</source>
        <translation>“%1”不是IP地址。</translation>
    </message>
</context>
<context>
    <name>tw::models::DoctorText</name>
    <message>
        <source>Traffic doctor</source>
        <translation>流量检查</translation>
    </message>
    <message>
        <source>Path doctor</source>
        <translation>路径检查</translation>
    </message>
    <message>
        <source>MTU probe</source>
        <translation>MTU探测</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>待检查</translation>
    </message>
    <message>
        <source>running</source>
        <translation>检查中</translation>
    </message>
    <message>
        <source>works</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>our side</source>
        <translation>本端</translation>
    </message>
    <message>
        <source>the other side</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>the path between</source>
        <translation>两端之间的路径</translation>
    </message>
    <message>
        <source>either side</source>
        <translation>任一端</translation>
    </message>
    <message>
        <source>Route to the subnet</source>
        <translation>到对端网段的路由</translation>
    </message>
    <message>
        <source>Packet reaches the tunnel device</source>
        <translation>报文到达隧道设备</translation>
    </message>
    <message>
        <source>Selectors match</source>
        <translation>感兴趣流匹配</translation>
    </message>
    <message>
        <source>Packet is encrypted</source>
        <translation>报文已加密</translation>
    </message>
    <message>
        <source>ESP leaves</source>
        <translation>ESP已发出</translation>
    </message>
    <message>
        <source>ESP comes back</source>
        <translation>ESP有返回</translation>
    </message>
    <message>
        <source>Answer is decrypted and delivered</source>
        <translation>应答已解密并送达</translation>
    </message>
    <message>
        <source>UDP 500 (IKE)</source>
        <translation>UDP 500（IKE）</translation>
    </message>
    <message>
        <source>UDP 4500 (IKE and ESP behind NAT)</source>
        <translation>UDP 4500（NAT后的IKE和ESP）</translation>
    </message>
    <message>
        <source>ESP (protocol 50)</source>
        <translation>ESP（协议50）</translation>
    </message>
    <message>
        <source>A small packet passes</source>
        <translation>小报文可通过</translation>
    </message>
    <message>
        <source>Largest packet that passes</source>
        <translation>能通过的最大报文</translation>
    </message>
    <message>
        <source>MTU and MSS in use</source>
        <translation>使用中的MTU和MSS</translation>
    </message>
    <message>
        <source>Probe packets sent</source>
        <translation>已发送的探测报文</translation>
    </message>
    <message>
        <source>Probe packets at the device</source>
        <translation>到达设备的探测报文</translation>
    </message>
    <message>
        <source>Probe packets encrypted</source>
        <translation>已加密的探测报文</translation>
    </message>
    <message>
        <source>Packets out, all traffic</source>
        <translation>发出的报文（全部流量）</translation>
    </message>
    <message>
        <source>Packets in, all traffic</source>
        <translation>收到的报文（全部流量）</translation>
    </message>
    <message>
        <source>Packets that could not be sent</source>
        <translation>未能发送的报文</translation>
    </message>
    <message>
        <source>Answers decrypted</source>
        <translation>已解密的应答</translation>
    </message>
    <message>
        <source>Answers given to the device</source>
        <translation>已交给设备的应答</translation>
    </message>
    <message>
        <source>Answers received</source>
        <translation>收到的应答</translation>
    </message>
    <message>
        <source>Not examined, since a check before it failed.</source>
        <translation>之前的检查已失败，此项未检查。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>No engine runs that could be asked.</source>
        <translation>没有可询问的运行中的引擎。</translation>
    </message>
    <message>
        <source>The connection is not started.</source>
        <translation>连接未启动。</translation>
    </message>
    <message>
        <source>This program may not send ICMP packets (it lacks CAP_NET_RAW), so nothing could be tried.</source>
        <translation>本程序无权发送ICMP报文（缺少CAP_NET_RAW），因此无法尝试。</translation>
    </message>
    <message>
        <source>The route to %1 leads into the tunnel device %2.</source>
        <translation>到%1的路由指向隧道设备%2。</translation>
    </message>
    <message>
        <source>The route to %1 leads to the interface %2 and not into the tunnel device %3: packets leave without the tunnel.</source>
        <translation>到%1的路由指向接口%2，而不是隧道设备%3：报文不经隧道发出。</translation>
    </message>
    <message>
        <source>This machine has no route to %1: %2.</source>
        <translation>本机没有到%1的路由：%2。</translation>
    </message>
    <message>
        <source>The engine has no tunnel device.</source>
        <translation>引擎没有隧道设备。</translation>
    </message>
    <message>
        <source>This machine has no address in %1, so it cannot send a packet of its own through the tunnel.</source>
        <translation>本机在%1中没有地址，因此无法自行通过隧道发送报文。</translation>
    </message>
    <message>
        <source>Probe packets that reached the device %2: %1.</source>
        <translation>到达设备%2的探测报文：%1个。</translation>
    </message>
    <message>
        <source>The system refused to send the probe packet: %1.</source>
        <translation>系统拒绝发送探测报文：%1。</translation>
    </message>
    <message>
        <source>The probe packets were sent and did not reach the device %1: something on this machine drops or diverts them.</source>
        <translation>探测报文已发送，但没有到达设备%1：本机上有某项设置将其丢弃或引向别处。</translation>
    </message>
    <message>
        <source>An SA stands for packets from %1 to %2.</source>
        <translation>从%1到%2的报文已有SA。</translation>
    </message>
    <message>
        <source>The packets were sent from %1 and reached the tunnel from %2: a NAT rule of this machine rewrites their source. The tunnel carries %3.</source>
        <translation>报文以%1为源地址发送，到达隧道时源地址为%2：本机的NAT规则改写了源地址。隧道承载的网段为%3。</translation>
    </message>
    <message>
        <source>The packets were sent to %1 and reached the tunnel as packets to %2: a NAT rule of this machine rewrites their destination. The tunnel carries %3.</source>
        <translation>报文的目的地址为%1，到达隧道时变为%2：本机的NAT规则改写了目的地址。隧道承载的网段为%3。</translation>
    </message>
    <message>
        <source>No connection&apos;s subnets hold a packet from %1 to %2.</source>
        <translation>没有任何连接的网段包含从%1到%2的报文。</translation>
    </message>
    <message>
        <source>Another connection, whose subnets are narrower or the same, takes the packets to %1.</source>
        <translation>到%1的报文被另一个网段更小或相同的连接承载。</translation>
    </message>
    <message>
        <source>The packets fit the connection&apos;s subnets, and no SA stands for them. State: %1.</source>
        <translation>报文符合该连接的网段，但没有对应的SA。状态：%1。</translation>
    </message>
    <message>
        <source>The connection is up, and none of its SAs carries packets from %1 to %2: the other side agreed to less than our subnets. These stand: %3.</source>
        <translation>连接已建立，但没有一个SA承载从%1到%2的报文：对端只同意了本端所配网段的一部分。已建立的有：%3。</translation>
    </message>
    <message>
        <source>Probe packets that were encrypted: %1.</source>
        <translation>已加密的探测报文：%1个。</translation>
    </message>
    <message>
        <source>The packets are too big for the tunnel.</source>
        <translation>报文超过隧道允许的大小。</translation>
    </message>
    <message>
        <source>The packets fit an SA and were not encrypted all the same.</source>
        <translation>报文符合某个SA，但仍未被加密。</translation>
    </message>
    <message>
        <source>Packets sent to %2 as ESP without UDP (protocol 50): %1.</source>
        <translation>以不带UDP的ESP（协议50）发往%2的报文：%1个。</translation>
    </message>
    <message>
        <source>Packets sent to %2 as ESP in UDP 4500: %1.</source>
        <translation>以UDP 4500封装的ESP发往%2的报文：%1个。</translation>
    </message>
    <message>
        <source>This machine refused to send %1 encrypted packets to %2.</source>
        <translation>本机拒绝向%2发送%1个已加密的报文。</translation>
    </message>
    <message>
        <source>Authentic packets from the peer: %1 or more.</source>
        <translation>来自对端的可信报文：至少%1个。</translation>
    </message>
    <message>
        <source>Nothing came back, although the peer answers IKE on the same port 4500. So the path is open, and the peer does not decrypt the packets, drops them, or sends its answers another way.</source>
        <translation>没有任何返回，而对端在同一端口4500上应答IKE。可见路径畅通，是对端没有解密这些报文、将其丢弃，或应答走了其他路径。</translation>
    </message>
    <message>
        <source>Nothing came back, although the peer answers IKE. Most likely ESP (protocol 50) is blocked on the path. A peer that drops every decrypted packet looks the same from here; ESP in UDP tells the two apart.</source>
        <translation>没有任何返回，而对端应答IKE。最可能的原因是路径上拦截了ESP（协议50）。若对端丢弃所有解密后的报文，从本端看也是同样的现象；改用UDP封装ESP可以区分两者。</translation>
    </message>
    <message>
        <source>Nothing came back, and %1 answers no IKE message either: it is off, or not reachable at all now.</source>
        <translation>没有任何返回，%1也不应答IKE消息：它已关机，或当前完全不可达。</translation>
    </message>
    <message>
        <source>%1 refuses our ESP packets (protocol 50) by ICMP.</source>
        <translation>%1以ICMP拒绝了我们的ESP报文（协议50）。</translation>
    </message>
    <message>
        <source>Packets came back and could not be opened, since their check value is wrong: %1. The two sides have different keys or algorithms, or something on the path changes the packets.</source>
        <translation>有报文返回，但因校验值错误而无法解开：%1个。两端的密钥或算法不同，或路径上有设备改动了报文。</translation>
    </message>
    <message>
        <source>Packets came back by an SA that we do not have: %1. The peer goes on with an old one.</source>
        <translation>返回的报文使用了本端没有的SA：%1个。对端仍在使用旧的SA。</translation>
    </message>
    <message>
        <source>%1 answered after %2 ms.</source>
        <translation>%1在%2毫秒后应答。</translation>
    </message>
    <message>
        <source>The answer of %2 came back from %1, which is outside of %3, and was dropped: a NAT rule of the peer rewrites its source.</source>
        <translation>%2的应答返回时源地址为%1，不在%3之内，已被丢弃：对端的NAT规则改写了源地址。</translation>
    </message>
    <message>
        <source>%2 says that it cannot reach %1.</source>
        <translation>%2表示无法到达%1。</translation>
    </message>
    <message>
        <source>%2 says that a firewall forbids packets to %1.</source>
        <translation>%2表示防火墙禁止发往%1的报文。</translation>
    </message>
    <message>
        <source>The answers were decrypted and given to the device %1, and this machine dropped them.</source>
        <translation>应答已解密并交给设备%1，但被本机丢弃。</translation>
    </message>
    <message>
        <source>The peer answered on UDP %1 after %2 ms.</source>
        <translation>对端在UDP %1上于%2毫秒后应答。</translation>
    </message>
    <message>
        <source>Blocked: the peer is silent on UDP %1 while it answers on UDP %2.</source>
        <translation>被拦截：对端在UDP %1上没有应答，而在UDP %2上有应答。</translation>
    </message>
    <message>
        <source>No answer on UDP %1. The peer may be off, or the port blocked: this does not show which.</source>
        <translation>UDP %1上没有应答。对端可能已关机，也可能端口被拦截：由此无法判断是哪一种。</translation>
    </message>
    <message>
        <source>%2 says that UDP %1 cannot be reached.</source>
        <translation>%2表示UDP %1不可达。</translation>
    </message>
    <message>
        <source>%2 says that a firewall forbids UDP %1.</source>
        <translation>%2表示防火墙禁止UDP %1。</translation>
    </message>
    <message>
        <source>A ping through the tunnel, which goes by UDP %1, was answered.</source>
        <translation>通过隧道（经UDP %1）的ping得到了应答。</translation>
    </message>
    <message>
        <source>ESP packets that came in just now: %1.</source>
        <translation>刚刚收到的ESP报文：%1个。</translation>
    </message>
    <message>
        <source>Not tried: this connection carries ESP in UDP, so it does not depend on protocol 50.</source>
        <translation>未尝试：该连接以UDP封装ESP，不依赖协议50。</translation>
    </message>
    <message>
        <source>Nothing was seen that would prove it either way.</source>
        <translation>没有看到能证明通或不通的现象。</translation>
    </message>
    <message>
        <source>%1 answers a small packet.</source>
        <translation>%1应答小报文。</translation>
    </message>
    <message>
        <source>%1 does not answer even a small packet, so sizes cannot be compared. Run the traffic doctor.</source>
        <translation>%1连小报文也不应答，因此无法比较大小。请运行流量检查。</translation>
    </message>
    <message>
        <source>Packets of %1 bytes pass, as large as the tunnel takes.</source>
        <translation>%1字节的报文可通过，即隧道允许的最大值。</translation>
    </message>
    <message>
        <source>Black hole: packets of more than %1 bytes vanish and nobody says so, while the tunnel takes %2.</source>
        <translation>黑洞：超过%1字节的报文消失且无任何提示，而隧道允许%2字节。</translation>
    </message>
    <message>
        <source>Packets of more than %1 bytes do not pass, while the tunnel takes %2. %3 says so.</source>
        <translation>超过%1字节的报文无法通过，而隧道允许%2字节。此信息来自%3。</translation>
    </message>
    <message>
        <source>Packets of %1 bytes passed, larger ones did not (the tunnel takes %2). Small ones were lost as well, so this may be chance.</source>
        <translation>%1字节的报文通过了，更大的没有（隧道允许%2字节）。小报文也有丢失，因此可能只是偶然。</translation>
    </message>
    <message>
        <source>MTU %1 and MSS %2 fit what passes.</source>
        <translation>MTU %1和MSS %2与可通过的大小相符。</translation>
    </message>
    <message>
        <source>MTU %1 and MSS %2 are too large for this path: large TCP transfers hang. It bears MTU %3 and MSS %4.</source>
        <translation>MTU %1和MSS %2对该路径过大：大量数据的TCP传输会卡住。该路径可承受MTU %3和MSS %4。</translation>
    </message>
    <message>
        <source>Start the connection; its diagnosis says why where it fails.</source>
        <translation>启动该连接；若失败，其诊断会说明原因。</translation>
    </message>
    <message>
        <source>Have %1 routed into the device %2. The engine sets this route when the connection is loaded; look in the log for what removed or refused it.</source>
        <translation>让%1的路由指向设备%2。引擎在加载连接时会设置此路由；请在日志中查看它为何被删除或被拒绝。</translation>
    </message>
    <message>
        <source>Remove the route %1 by %2, or take other subnets.</source>
        <translation>删除经%2的路由%1，或改用其他网段。</translation>
    </message>
    <message>
        <source>Look through the firewall of this machine (nft list ruleset) for what drops packets by %1.</source>
        <translation>检查本机的防火墙（nft list ruleset），找出丢弃经%1的报文的规则。</translation>
    </message>
    <message>
        <source>Exempt packets from %1 to %2 from NAT on this machine, in front of the masquerading rule.</source>
        <translation>在本机的地址伪装规则之前，将从%1到%2的报文排除在NAT之外。</translation>
    </message>
    <message>
        <source>Compare the subnets of the two sides: ours are %1 here and %2 there.</source>
        <translation>比较两端的网段：本端配置为本端网段%1、对端网段%2。</translation>
    </message>
    <message>
        <source>Have the other side add what is missing, so that its subnets are %1 there and %2 here.</source>
        <translation>请对端补上缺失的网段，使其配置为对端侧%1、本端侧%2。</translation>
    </message>
    <message>
        <source>Force ESP in UDP: set NAT traversal to &quot;forced&quot;. Then everything goes by UDP 4500.</source>
        <translation>强制以UDP封装ESP：将NAT穿越 设为“强制”。之后全部流量都走UDP 4500。</translation>
    </message>
    <message>
        <source>Or have every firewall between the two gateways let ESP (protocol 50) pass, both ways.</source>
        <translation>或者让两个网关之间的所有防火墙双向放行ESP（协议50）。</translation>
    </message>
    <message>
        <source>Have the firewalls of the peer and between let UDP %1 pass, both ways.</source>
        <translation>让对端以及中间的防火墙双向放行UDP %1。</translation>
    </message>
    <message>
        <source>Have the peer&apos;s firewall let packets between %1 and %2 pass, after decryption.</source>
        <translation>让对端的防火墙在解密之后放行%1与%2之间的报文。</translation>
    </message>
    <message>
        <source>Have the other side check its way back: %1 must lead to its tunnel, also on the hosts.</source>
        <translation>请对端检查回程路由：到%1的路由必须指向其隧道，主机上也一样。</translation>
    </message>
    <message>
        <source>Have the other side exempt packets from %1 to %2 from its NAT.</source>
        <translation>请对端将从%1到%2的报文排除在其NAT之外。</translation>
    </message>
    <message>
        <source>Have the other side check that %1 is up and answers pings of its own network.</source>
        <translation>请对端确认%1已开机，并且在其所在网络内会应答ping。</translation>
    </message>
    <message>
        <source>Renegotiate the connection.</source>
        <translation>重新协商该连接。</translation>
    </message>
    <message>
        <source>Turn strict reverse path filtering off for the device: sysctl net.ipv4.conf.%1.rp_filter=2.</source>
        <translation>关闭该设备的严格反向路径过滤：sysctl net.ipv4.conf.%1.rp_filter=2。</translation>
    </message>
    <message>
        <source>Set the connection&apos;s MTU to %1.</source>
        <translation>将该连接的MTU设为%1。</translation>
    </message>
    <message>
        <source>Set the connection&apos;s MSS to %1.</source>
        <translation>将该连接的MSS设为%1。</translation>
    </message>
    <message>
        <source>Or have whoever runs the path let fragments and ICMP &quot;fragmentation needed&quot; pass.</source>
        <translation>或者请路径的运营方放行分片以及ICMP“需要分片”消息。</translation>
    </message>
    <message>
        <source>Try another address, of a host that is known to answer pings.</source>
        <translation>换一个已知会应答ping的主机地址再试。</translation>
    </message>
    <message>
        <source>Give this machine an address in %1, or ping %2 from a host there and watch the counters.</source>
        <translation>为本机配置一个%1中的地址，或从该网段的主机ping %2并观察计数。</translation>
    </message>
    <message>
        <source>%1 overlaps with %2, which is on the interface %3.</source>
        <translation>%1与接口%3上的%2重叠。</translation>
    </message>
    <message>
        <source>%1 overlaps with the route %2 by %3.</source>
        <translation>%1与经%3的路由%2重叠。</translation>
    </message>
    <message>
        <source>%1 overlaps with %2 of the connection %3.</source>
        <translation>%1与连接%3的%2重叠。</translation>
    </message>
    <message>
        <source>The tunnel works both ways, and %1 does not answer.</source>
        <translation>隧道双向正常，但%1没有应答。</translation>
    </message>
    <message>
        <source>The tunnel works both ways, since %2 answered through it, and %1 does not: the host, its way back or a firewall behind the peer&apos;s gateway.</source>
        <translation>隧道双向正常（%2已通过隧道应答），但%1没有应答：原因在该主机、其回程路由或对端网关之后的防火墙。</translation>
    </message>
    <message>
        <source>Blocked, most likely: of %1 packets that were sent none was answered, none ever came in, and the peer answers IKE at the same time.</source>
        <translation>很可能被拦截：发出的%1个报文均无应答，从未收到过任何报文，而对端同时应答IKE。</translation>
    </message>
    <message>
        <source>Of %1 packets that were sent none was answered just now, although the peer answers IKE. Earlier %2 came in, so it worked then.</source>
        <translation>刚才发出的%1个报文均无应答，而对端应答IKE。此前曾收到%2个，说明当时是通的。</translation>
    </message>
    <message>
        <source>UDP %1 could not be asked: %2.</source>
        <translation>无法探测UDP %1：%2。</translation>
    </message>
    <message>
        <source>The other is as narrow or narrower, and gets the packets that both hold.</source>
        <translation>对方的范围相同或更小，两者都包含的报文归它。</translation>
    </message>
    <message>
        <source>The tunnel is the narrower one, and gets the packets that both hold.</source>
        <translation>隧道的范围更小，两者都包含的报文归隧道。</translation>
    </message>
    <message>
        <source>ESP header</source>
        <translation>ESP头</translation>
    </message>
    <message>
        <source>IV</source>
        <translation>IV</translation>
    </message>
    <message>
        <source>check value</source>
        <translation>校验值</translation>
    </message>
    <message>
        <source>to whole cipher blocks</source>
        <translation>凑整到加密块</translation>
    </message>
    <message>
        <source>ESP trailer</source>
        <translation>ESP尾</translation>
    </message>
    <message>
        <source>; set in the form: %1</source>
        <translation>；表单中设置：%1</translation>
    </message>
    <message>
        <source>; MTU of the device: %1; in use: %2</source>
        <translation>；设备MTU：%1；使用中：%2</translation>
    </message>
    <message>
        <source>Pings from %1, an address of this machine, to %2.</source>
        <translation>从本机地址%1 ping %2。</translation>
    </message>
    <message>
        <source>No address was named, so this is the first one of the peer&apos;s first subnet.</source>
        <translation>未指定地址，因此取对端第一个网段的第一个地址。</translation>
    </message>
</context>
<context>
    <name>tw::models::EngineFacts</name>
    <message>
        <source>TCP through the device</source>
        <translation>经过设备的TCP</translation>
    </message>
    <message>
        <source>UDP through the device</source>
        <translation>经过设备的UDP</translation>
    </message>
    <message>
        <source>ESP in UDP out</source>
        <translation>发出的UDP封装ESP</translation>
    </message>
    <message>
        <source>ESP in UDP in</source>
        <translation>收到的UDP封装ESP</translation>
    </message>
    <message>
        <source>Packets are carried one by one</source>
        <translation>数据包逐个传送</translation>
    </message>
    <message>
        <source>Carried many at once: %1</source>
        <extracomment>%1: a list of what the kernel carries many packets at once for</extracomment>
        <translation>批量传送：%1</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Encryption: %1</source>
        <translation>加密实现：%1</translation>
    </message>
    <message>
        <source>Threads that carry packets: %1; queues of the device: %2</source>
        <translation>传送数据包的线程：%1；设备队列：%2</translation>
    </message>
    <message>
        <source>Dropped outside any SA: %1</source>
        <translation>不属于任何SA的丢包：%1</translation>
    </message>
</context>
<context>
    <name>tw::models::EventText</name>
    <message>
        <source>engine started</source>
        <translation>引擎已启动</translation>
    </message>
    <message>
        <source>engine stopped</source>
        <translation>引擎已停止</translation>
    </message>
    <message>
        <source>created TUN device: %1</source>
        <translation>已创建TUN设备：%1</translation>
    </message>
    <message>
        <source>created TUN device</source>
        <translation>已创建TUN设备</translation>
    </message>
    <message>
        <source>creating TUN device %1 failed: %2</source>
        <translation>创建TUN设备%1失败：%2</translation>
    </message>
    <message>
        <source>creating TUN device failed: %1</source>
        <translation>创建TUN设备失败：%1</translation>
    </message>
    <message>
        <source>creating TUN device failed</source>
        <translation>创建TUN设备失败</translation>
    </message>
    <message>
        <source>listening on %1</source>
        <translation>正在监听%1</translation>
    </message>
    <message>
        <source>listening on a new socket</source>
        <translation>正在监听新的套接字</translation>
    </message>
    <message>
        <source>unable to bind socket %1: %2 (%3)</source>
        <translation>无法绑定套接字%1：%2（%3）</translation>
    </message>
    <message>
        <source>unable to bind socket %1: %2</source>
        <translation>无法绑定套接字%1：%2</translation>
    </message>
    <message>
        <source>unable to bind socket</source>
        <translation>无法绑定套接字</translation>
    </message>
    <message>
        <source>installed route: %1 via device %2</source>
        <translation>已安装路由：%1，设备%2</translation>
    </message>
    <message>
        <source>installed route: %1</source>
        <translation>已安装路由：%1</translation>
    </message>
    <message>
        <source>installed route</source>
        <translation>已安装路由</translation>
    </message>
    <message>
        <source>installing route failed: %1 via device %2: %3</source>
        <translation>安装路由失败：%1，设备%2：%3</translation>
    </message>
    <message>
        <source>installing route failed: %1: %2</source>
        <translation>安装路由失败：%1：%2</translation>
    </message>
    <message>
        <source>installing route failed</source>
        <translation>安装路由失败</translation>
    </message>
    <message>
        <source>removed route: %1 via device %2</source>
        <translation>已删除路由：%1，设备%2</translation>
    </message>
    <message>
        <source>removed route: %1</source>
        <translation>已删除路由：%1</translation>
    </message>
    <message>
        <source>removed route</source>
        <translation>已删除路由</translation>
    </message>
    <message>
        <source>connection started</source>
        <translation>连接已启动</translation>
    </message>
    <message>
        <source>connection stopped</source>
        <translation>连接已停用</translation>
    </message>
    <message>
        <source>connection updated with the edited settings</source>
        <translation>连接已按修改后的配置更新</translation>
    </message>
    <message>
        <source>waiting for traffic or for the peer</source>
        <translation>等待流量或对端发起</translation>
    </message>
    <message>
        <source>initiating IKE_SA, reason: %1</source>
        <translation>发起IKE_SA协商，原因：%1</translation>
    </message>
    <message>
        <source>initiating IKE_SA</source>
        <translation>发起IKE_SA协商</translation>
    </message>
    <message>
        <source>peer %1 resolved to %2, reached from %3</source>
        <translation>对端%1解析为%2，从%3到达</translation>
    </message>
    <message>
        <source>peer %1 resolved to %2</source>
        <translation>对端%1解析为%2</translation>
    </message>
    <message>
        <source>peer %1 is reached from %2</source>
        <translation>从%2到达对端%1</translation>
    </message>
    <message>
        <source>peer resolved</source>
        <translation>对端已解析</translation>
    </message>
    <message>
        <source>no path to peer %1: %2 (%3)</source>
        <translation>没有到对端%1的路径：%2（%3）</translation>
    </message>
    <message>
        <source>no path to peer %1: %2</source>
        <translation>没有到对端%1的路径：%2</translation>
    </message>
    <message>
        <source>no path to the peer: %1</source>
        <translation>没有到对端的路径：%1</translation>
    </message>
    <message>
        <source>no path to the peer</source>
        <translation>没有到对端的路径</translation>
    </message>
    <message>
        <source>establishing connection failed: %1 [%2], next attempt in %3 s</source>
        <translation>建立连接失败：%1 [%2]，%3秒后再次尝试</translation>
    </message>
    <message>
        <source>establishing connection failed: %1 [%2], no further attempt follows</source>
        <translation>建立连接失败：%1 [%2]，不再尝试</translation>
    </message>
    <message>
        <source>establishing connection failed</source>
        <translation>建立连接失败</translation>
    </message>
    <message>
        <source>sending packet: from %1 to %2 (%3 bytes): %4 %5 [ %6 ]</source>
        <translation>发送报文：从%1到%2（%3字节）：%4 %5 [ %6 ]</translation>
    </message>
    <message>
        <source>sending packet: from %1 to %2 (%3 bytes): %4 %5</source>
        <translation>发送报文：从%1到%2（%3字节）：%4 %5</translation>
    </message>
    <message>
        <source>sending packet: from %1 to %2 (%3 bytes)</source>
        <translation>发送报文：从%1到%2（%3字节）</translation>
    </message>
    <message>
        <source>sending packet</source>
        <translation>发送报文</translation>
    </message>
    <message>
        <source>received packet: from %1 to %2 (%3 bytes): %4 %5 [ %6 ]</source>
        <translation>收到报文：从%1到%2（%3字节）：%4 %5 [ %6 ]</translation>
    </message>
    <message>
        <source>received packet: from %1 to %2 (%3 bytes): %4 %5</source>
        <translation>收到报文：从%1到%2（%3字节）：%4 %5</translation>
    </message>
    <message>
        <source>received packet: from %1 to %2 (%3 bytes)</source>
        <translation>收到报文：从%1到%2（%3字节）</translation>
    </message>
    <message>
        <source>received packet</source>
        <translation>收到报文</translation>
    </message>
    <message>
        <source>sending retransmit %1 of request message ID %2</source>
        <translation>第%1次重传请求，消息ID %2</translation>
    </message>
    <message>
        <source>sending retransmit %1</source>
        <translation>第%1次重传</translation>
    </message>
    <message>
        <source>sending retransmit</source>
        <translation>重传</translation>
    </message>
    <message>
        <source>giving up after %1 retransmits</source>
        <translation>重传%1次后放弃</translation>
    </message>
    <message>
        <source>giving up after the last retransmit</source>
        <translation>最后一次重传后放弃</translation>
    </message>
    <message>
        <source>received retransmit of request with ID %1, retransmitting response</source>
        <translation>收到ID为%1的重传请求，重新发送应答</translation>
    </message>
    <message>
        <source>received retransmit of a request, retransmitting response</source>
        <translation>收到重传请求，重新发送应答</translation>
    </message>
    <message>
        <source>ignoring %1 message with ID %2: %3 (%4)</source>
        <translation>忽略ID为%2的%1消息：%3（%4）</translation>
    </message>
    <message>
        <source>ignoring message: %1 (%2)</source>
        <translation>忽略消息：%1（%2）</translation>
    </message>
    <message>
        <source>ignoring message: %1</source>
        <translation>忽略消息：%1</translation>
    </message>
    <message>
        <source>ignoring message</source>
        <translation>忽略消息</translation>
    </message>
    <message>
        <source>no IKE config found for a message from %1: %2</source>
        <translation>没有与来自%1的消息对应的IKE配置：%2</translation>
    </message>
    <message>
        <source>no IKE config found for a message from %1</source>
        <translation>没有与来自%1的消息对应的IKE配置</translation>
    </message>
    <message>
        <source>no IKE config found for a message</source>
        <translation>没有与消息对应的IKE配置</translation>
    </message>
    <message>
        <source>received %1 notify</source>
        <translation>收到%1通知</translation>
    </message>
    <message>
        <source>received a notify</source>
        <translation>收到通知</translation>
    </message>
    <message>
        <source>received proposals: %1</source>
        <translation>收到的提议：%1</translation>
    </message>
    <message>
        <source>received proposals</source>
        <translation>收到提议</translation>
    </message>
    <message>
        <source>configured proposals: %1</source>
        <translation>配置的提议：%1</translation>
    </message>
    <message>
        <source>sending the configured proposals</source>
        <translation>发送配置的提议</translation>
    </message>
    <message>
        <source>selected proposal: %1</source>
        <translation>选定的提议：%1</translation>
    </message>
    <message>
        <source>selected a proposal</source>
        <translation>已选定提议</translation>
    </message>
    <message>
        <source>no matching proposal found, received proposals unacceptable: received %1, configured %2, they differ in: %3</source>
        <translation>没有匹配的提议，无法接受收到的提议：收到%1，配置为%2，不同之处：%3</translation>
    </message>
    <message>
        <source>no matching proposal found, received proposals unacceptable: received %1, configured %2</source>
        <translation>没有匹配的提议，无法接受收到的提议：收到%1，配置为%2</translation>
    </message>
    <message>
        <source>no matching proposal found, received proposals unacceptable</source>
        <translation>没有匹配的提议，无法接受收到的提议</translation>
    </message>
    <message>
        <source>received NO_PROPOSAL_CHOSEN notify error, no matching proposal found at the peer; we offered %1</source>
        <translation>收到NO_PROPOSAL_CHOSEN错误通知，对端没有匹配的提议；本端提议为%1</translation>
    </message>
    <message>
        <source>received NO_PROPOSAL_CHOSEN notify error, no matching proposal found at the peer</source>
        <translation>收到NO_PROPOSAL_CHOSEN错误通知，对端没有匹配的提议</translation>
    </message>
    <message>
        <source>peer didn&apos;t accept our DH group, it requested %1</source>
        <translation>对端不接受本端的DH分组，要求使用%1</translation>
    </message>
    <message>
        <source>DH group of the peer unacceptable, requesting %1</source>
        <translation>无法接受对端的DH分组，要求使用%1</translation>
    </message>
    <message>
        <source>DH group refused, %1 is wanted</source>
        <translation>DH分组被拒绝，要求使用%1</translation>
    </message>
    <message>
        <source>DH group refused</source>
        <translation>DH分组被拒绝</translation>
    </message>
    <message>
        <source>NAT detection: local host is behind NAT: %1, remote host is behind NAT: %2</source>
        <translation>NAT检测：本端位于NAT之后：%1，对端位于NAT之后：%2</translation>
    </message>
    <message>
        <source>NAT detected</source>
        <translation>检测到NAT</translation>
    </message>
    <message>
        <source>endpoints changed, now from %1 to %2</source>
        <translation>端点已改变，现为从%1到%2</translation>
    </message>
    <message>
        <source>endpoints changed</source>
        <translation>端点已改变</translation>
    </message>
    <message>
        <source>peer moved, now %1 (we are %2), packets in %3</source>
        <translation>对端已移动，现为%1（本端为%2），报文以%3封装</translation>
    </message>
    <message>
        <source>moved to %1 (the peer is %2), packets in %3</source>
        <translation>本端已移至%1（对端为%2），报文以%3封装</translation>
    </message>
    <message>
        <source>the tunnel moved to other addresses</source>
        <translation>隧道已移至其他地址</translation>
    </message>
    <message>
        <source>wanted by the operator</source>
        <translation>操作员要求</translation>
    </message>
    <message>
        <source>traffic without an SA</source>
        <translation>有流量而无SA</translation>
    </message>
    <message>
        <source>another try</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>renegotiation</source>
        <translation>重新协商</translation>
    </message>
    <message>
        <source>the peer deleted the SA</source>
        <translation>对端删除了SA</translation>
    </message>
    <message>
        <source>the peer was dead</source>
        <translation>对端失效</translation>
    </message>
    <message>
        <source>the lifetime is over</source>
        <translation>生存周期已到</translation>
    </message>
    <message>
        <source>the network of this machine changed</source>
        <translation>本机网络发生变化</translation>
    </message>
    <message>
        <source>authentication of &apos;%1&apos; failed: %2; the peer calls itself &apos;%3&apos;</source>
        <translation>对“%1”的认证失败：%2；对端自称“%3”</translation>
    </message>
    <message>
        <source>authentication of &apos;%1&apos; failed: %2</source>
        <translation>对“%1”的认证失败：%2</translation>
    </message>
    <message>
        <source>authentication of the peer failed: %1</source>
        <translation>对端认证失败：%1</translation>
    </message>
    <message>
        <source>authentication of the peer failed</source>
        <translation>对端认证失败</translation>
    </message>
    <message>
        <source>received AUTHENTICATION_FAILED notify error: the key or an identity differs; we are &apos;%1&apos; and expect &apos;%2&apos;</source>
        <translation>收到AUTHENTICATION_FAILED错误通知：密钥或标识不同；本端为“%1”，期望对端为“%2”</translation>
    </message>
    <message>
        <source>received AUTHENTICATION_FAILED notify error: the key or an identity differs</source>
        <translation>收到AUTHENTICATION_FAILED错误通知：密钥或标识不同</translation>
    </message>
    <message>
        <source>IKE_SA established between %1[%2]...%3[%4] with SPIs %5_i %6_r</source>
        <translation>IKE_SA已建立：%1[%2]...%3[%4]，SPI为%5_i %6_r</translation>
    </message>
    <message>
        <source>IKE_SA established between %1[%2]...%3[%4]</source>
        <translation>IKE_SA已建立：%1[%2]...%3[%4]</translation>
    </message>
    <message>
        <source>IKE_SA established with SPIs %1_i %2_r</source>
        <translation>IKE_SA已建立，SPI为%1_i %2_r</translation>
    </message>
    <message>
        <source>IKE_SA established</source>
        <translation>IKE_SA已建立</translation>
    </message>
    <message>
        <source>received DELETE for IKE_SA with SPIs %1_i %2_r</source>
        <translation>收到删除IKE_SA的DELETE，SPI为%1_i %2_r</translation>
    </message>
    <message>
        <source>received DELETE for IKE_SA</source>
        <translation>收到删除IKE_SA的DELETE</translation>
    </message>
    <message>
        <source>aggressive mode: a hash of the pre-shared key went over the network in clear, and whoever recorded it can try keys; use IKEv2 or main mode, or a long random key</source>
        <translation>野蛮模式：预共享密钥的哈希值以明文在网络上传输，任何记录到它的人都可以离线猜测密钥；请使用IKEv2或主模式，或使用足够长的随机密钥</translation>
    </message>
    <message>
        <source>deleting IKE_SA with SPIs %1_i %2_r</source>
        <translation>正在删除IKE_SA，SPI为%1_i %2_r</translation>
    </message>
    <message>
        <source>IKE_SA deleted, SPIs %1_i %2_r</source>
        <translation>IKE_SA已删除，SPI为%1_i %2_r</translation>
    </message>
    <message>
        <source>IKE_SA deleted</source>
        <translation>IKE_SA已删除</translation>
    </message>
    <message>
        <source>using IKE_SA %1_i %2_r of “%3”, which has the same two gateways</source>
        <translation>使用“%3”的IKE_SA %1_i %2_r，两者的网关相同</translation>
    </message>
    <message>
        <source>using the IKE_SA of another connection</source>
        <translation>使用另一条连接的IKE_SA</translation>
    </message>
    <message>
        <source>received traffic selectors %1 === %2</source>
        <translation>收到流量选择符%1 === %2</translation>
    </message>
    <message>
        <source>received traffic selectors</source>
        <translation>收到流量选择符</translation>
    </message>
    <message>
        <source>received TS_UNACCEPTABLE notify, no CHILD_SA built; we offered %1 === %2</source>
        <translation>收到TS_UNACCEPTABLE通知，未建立CHILD_SA；本端提议为%1 === %2</translation>
    </message>
    <message>
        <source>received TS_UNACCEPTABLE notify, no CHILD_SA built</source>
        <translation>收到TS_UNACCEPTABLE通知，未建立CHILD_SA</translation>
    </message>
    <message>
        <source>traffic selectors unacceptable: received %1, configured %2 === %3</source>
        <translation>无法接受流量选择符：收到%1，配置为%2 === %3</translation>
    </message>
    <message>
        <source>traffic selectors %1 === %2 unacceptable</source>
        <translation>无法接受流量选择符%1 === %2</translation>
    </message>
    <message>
        <source>traffic selectors unacceptable</source>
        <translation>无法接受流量选择符</translation>
    </message>
    <message>
        <source>traffic selectors narrowed to %1 === %2</source>
        <translation>流量选择符收窄为%1 === %2</translation>
    </message>
    <message>
        <source>traffic selectors narrowed</source>
        <translation>流量选择符已收窄</translation>
    </message>
    <message>
        <source>peer takes one pair of subnets per CHILD_SA, asking for %1 more</source>
        <translation>对端每个CHILD_SA只接受一对网段，继续请求其余%1对</translation>
    </message>
    <message>
        <source>peer takes one pair of subnets per CHILD_SA, asking for the others</source>
        <translation>对端每个CHILD_SA只接受一对网段，继续请求其余网段对</translation>
    </message>
    <message>
        <source>peer gave no CHILD_SA for %1 of the subnet pairs: %2</source>
        <translation>对端没有为其中%1对网段建立CHILD_SA：%2</translation>
    </message>
    <message>
        <source>peer gave no CHILD_SA for some of the subnet pairs</source>
        <translation>对端没有为部分网段对建立CHILD_SA</translation>
    </message>
    <message>
        <source>CHILD_SA established with SPIs %1_i %2_o and TS %3 === %4 (%5, encapsulated in %6)</source>
        <translation>CHILD_SA已建立，SPI为%1_i %2_o，流量选择符为%3 === %4（%5，封装于%6）</translation>
    </message>
    <message>
        <source>CHILD_SA established with SPIs %1_i %2_o and TS %3 === %4</source>
        <translation>CHILD_SA已建立，SPI为%1_i %2_o，流量选择符为%3 === %4</translation>
    </message>
    <message>
        <source>CHILD_SA established</source>
        <translation>CHILD_SA已建立</translation>
    </message>
    <message>
        <source>received DELETE for ESP CHILD_SA with SPIs %1_i %2_o, %3 bytes in, %4 bytes out</source>
        <translation>收到删除ESP CHILD_SA的DELETE，SPI为%1_i %2_o，入%3字节，出%4字节</translation>
    </message>
    <message>
        <source>received DELETE for ESP CHILD_SA with SPIs %1_i %2_o</source>
        <translation>收到删除ESP CHILD_SA的DELETE，SPI为%1_i %2_o</translation>
    </message>
    <message>
        <source>received DELETE for ESP CHILD_SA</source>
        <translation>收到删除ESP CHILD_SA的DELETE</translation>
    </message>
    <message>
        <source>closing CHILD_SA with SPIs %1_i (%2 bytes) %3_o (%4 bytes)</source>
        <translation>正在关闭CHILD_SA，SPI为%1_i（%2字节）%3_o（%4字节）</translation>
    </message>
    <message>
        <source>closing CHILD_SA with SPIs %1_i %2_o</source>
        <translation>正在关闭CHILD_SA，SPI为%1_i %2_o</translation>
    </message>
    <message>
        <source>closing CHILD_SA</source>
        <translation>正在关闭CHILD_SA</translation>
    </message>
    <message>
        <source>sending DPD request</source>
        <translation>发送DPD请求</translation>
    </message>
    <message>
        <source>received DPD answer, the peer is alive</source>
        <translation>收到DPD应答，对端存活</translation>
    </message>
    <message>
        <source>DPD timed out, the peer is considered dead</source>
        <translation>DPD超时，认为对端已失效</translation>
    </message>
    <message>
        <source>traffic from %1 to %2 needs an SA</source>
        <translation>从%1到%2的流量需要SA</translation>
    </message>
    <message>
        <source>traffic needs an SA</source>
        <translation>流量需要SA</translation>
    </message>
    <message>
        <source>packets dropped: %1 (%2)</source>
        <translation>已丢弃报文：%1（%2）</translation>
    </message>
    <message>
        <source>packets dropped</source>
        <translation>已丢弃报文</translation>
    </message>
    <message>
        <source>engine trouble: %1: %2</source>
        <translation>引擎故障：%1：%2</translation>
    </message>
    <message>
        <source>engine trouble: %1</source>
        <translation>引擎故障：%1</translation>
    </message>
    <message>
        <source>engine trouble</source>
        <translation>引擎故障</translation>
    </message>
    <message>
        <source>events lost before they reached the log: %1</source>
        <translation>写入日志前丢失的事件数：%1</translation>
    </message>
    <message>
        <source>events lost before they reached the log</source>
        <translation>有事件在写入日志前丢失</translation>
    </message>
    <message>
        <source>received AUTHENTICATION_FAILED notify error: our certificate &apos;%1&apos; or an identity was refused; we are &apos;%2&apos; and expect &apos;%3&apos;</source>
        <translation>收到AUTHENTICATION_FAILED错误通知：我方证书“%1”或某个标识被拒绝；我方为“%2”，期望对端为“%3”</translation>
    </message>
    <message>
        <source>certificate &apos;%1&apos; of the peer is refused: %2 (%3: %4); the peer calls itself &apos;%5&apos;</source>
        <translation>拒绝对端证书“%1”：%2（%3：%4）；对端自称为“%5”</translation>
    </message>
    <message>
        <source>certificate &apos;%1&apos; of the peer is refused: %2 (%3); the peer calls itself &apos;%4&apos;</source>
        <translation>拒绝对端证书“%1”：%2（%3）；对端自称为“%4”</translation>
    </message>
    <message>
        <source>certificate &apos;%1&apos; of the peer is refused: %2</source>
        <translation>拒绝对端证书“%1”：%2</translation>
    </message>
    <message>
        <source>authentication of &apos;%1&apos; by certificate failed: %2</source>
        <translation>对端“%1”的证书认证失败：%2</translation>
    </message>
    <message>
        <source>certificate of the peer is refused</source>
        <translation>拒绝对端证书</translation>
    </message>
    <message>
        <source>our certificate &apos;%1&apos;: %2 (%3: %4)</source>
        <translation>我方证书“%1”：%2（%3：%4）</translation>
    </message>
    <message>
        <source>our certificate &apos;%1&apos;: %2</source>
        <translation>我方证书“%1”：%2</translation>
    </message>
    <message>
        <source>our certificate: %1</source>
        <translation>我方证书：%1</translation>
    </message>
    <message>
        <source>our certificate has a problem</source>
        <translation>我方证书存在问题</translation>
    </message>
    <message>
        <source>IKE_SA established between %1[%2]...%3[%4] with SPIs %5_i %6_r, the peer&apos;s certificate is &apos;%7&apos;</source>
        <translation>IKE_SA已建立：%1[%2]...%3[%4]，SPI为%5_i %6_r，对端证书为“%7”</translation>
    </message>
    <message>
        <source>probe: sending %1 echo requests of %2 bytes from %3 to %4</source>
        <translation>探测：从%3向%4发送%1个%2字节的回显请求</translation>
    </message>
    <message>
        <source>probe: asking %2 from %1 whether it answers, with an IKE message that begins nothing</source>
        <translation>探测：从%1以不会建立协商的IKE消息询问%2是否应答</translation>
    </message>
    <message>
        <source>probe sent</source>
        <translation>探测已发送</translation>
    </message>
    <message>
        <source>health check: pings from %1 to %2, answers: %3</source>
        <translation>健康检查：从%1 ping %2，应答数：%3</translation>
    </message>
    <message>
        <source>probe: %1 answers from %2</source>
        <translation>探测：来自%2的应答%1个</translation>
    </message>
    <message>
        <source>probe: %1 answered</source>
        <translation>探测：%1已应答</translation>
    </message>
    <message>
        <source>probe answered</source>
        <translation>探测得到应答</translation>
    </message>
    <message>
        <source>the peer keeps the SA for %1 s only; %2 s are configured here</source>
        <translation>对端只保留SA %1秒，本端配置为%2秒</translation>
    </message>
    <message>
        <source>the peer keeps the SA for less long than is configured here</source>
        <translation>对端保留SA的时间短于本端配置</translation>
    </message>
    <message>
        <source>the peer takes no part in NAT traversal: %1</source>
        <translation>对端不参与NAT穿越：%1</translation>
    </message>
    <message>
        <source>the peer takes no part in NAT traversal</source>
        <translation>对端不参与NAT穿越</translation>
    </message>
    <message>
        <source>rekeying before the time, as the operator wants: %1</source>
        <translation>按操作员要求提前重新协商密钥：%1</translation>
    </message>
    <message>
        <source>rekeying before the time, as the operator wants</source>
        <translation>按操作员要求提前重新协商密钥</translation>
    </message>
    <message>
        <source>probing which suites the peer takes</source>
        <translation>正在探测对端接受哪些算法组合</translation>
    </message>
    <message>
        <source>probe: the peer takes %1</source>
        <translation>探测：对端接受%1</translation>
    </message>
    <message>
        <source>probe: the peer takes one of the suites</source>
        <translation>探测：对端接受其中一种算法组合</translation>
    </message>
    <message>
        <source>probe ended: %1</source>
        <translation>探测结束：%1</translation>
    </message>
    <message>
        <source>probe ended</source>
        <translation>探测结束</translation>
    </message>
    <message>
        <source>received %1 notify error: we are refused; we are &apos;%2&apos; and expect &apos;%3&apos;</source>
        <translation>收到%1错误通知：本端被拒绝；本端为“%2”，期望对端为“%3”</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>tw::models::FactDetails</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>System&apos;s words</source>
        <translation>系统信息</translation>
    </message>
    <message>
        <source>Failure</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Payloads</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Notify</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>DH group wanted</source>
        <translation>要求的DH分组</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Certificate&apos;s fault</source>
        <translation>证书问题</translation>
    </message>
    <message>
        <source>Certificate&apos;s field</source>
        <translation>证书字段</translation>
    </message>
    <message>
        <source>Certificate&apos;s value</source>
        <translation>证书字段值</translation>
    </message>
    <message>
        <source>Initiator&apos;s SPI</source>
        <translation>发起方SPI</translation>
    </message>
    <message>
        <source>Responder&apos;s SPI</source>
        <translation>响应方SPI</translation>
    </message>
    <message>
        <source>Subnets</source>
        <translation>网段</translation>
    </message>
    <message>
        <source>Encapsulation</source>
        <translation>封装</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>目的</translation>
    </message>
    <message>
        <source>Address and port</source>
        <translation>地址和端口</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Behind NAT</source>
        <translation>位于NAT之后</translation>
    </message>
    <message>
        <source>SPI</source>
        <translation>SPI</translation>
    </message>
    <message>
        <source>Bytes sent</source>
        <translation>发送字节</translation>
    </message>
    <message>
        <source>Packets sent</source>
        <translation>发送报文</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>加密</translation>
    </message>
    <message>
        <source>Integrity</source>
        <translation>认证</translation>
    </message>
    <message>
        <source>PRF</source>
        <translation>PRF</translation>
    </message>
    <message>
        <source>DH group</source>
        <translation>DH分组</translation>
    </message>
    <message>
        <source>Extended sequence numbers</source>
        <translation>扩展序列号</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>未告知</translation>
    </message>
    <message>
        <source>Subnets received</source>
        <translation>收到的网段</translation>
    </message>
    <message>
        <source>Identity received</source>
        <translation>收到的标识</translation>
    </message>
</context>
<context>
    <name>tw::models::FieldChange</name>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
</context>
<context>
    <name>tw::models::Filter</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>A state follows: %1.</source>
        <translation>后面应为状态：%1。</translation>
    </message>
    <message>
        <source>A part of a region&apos;s name or ID follows, as in region:beijing.</source>
        <translation>后面应为地域名称或ID的一部分，如region:beijing。</translation>
    </message>
    <message>
        <source>A part of a gateway&apos;s name, or its address, follows, as in gw:office or gw:192.0.2.1.</source>
        <translation>后面应为网关名称的一部分或其地址，如gw:office或gw:192.0.2.1。</translation>
    </message>
    <message>
        <source>%1 or %2 follows.</source>
        <translation>后面应为%1或%2。</translation>
    </message>
    <message>
        <source>A network or an address follows, as in net:10.0.0.0/8.</source>
        <translation>后面应为网段或地址，如net:10.0.0.0/8。</translation>
    </message>
    <message>
        <source>The quotation mark is not closed: put another one behind the text.</source>
        <translation>引号没有成对：请在文本后再加一个引号。</translation>
    </message>
    <message>
        <source>Nothing follows “%1”: what must not match goes there, as in -office.</source>
        <translation>“%1”后面没有内容：应写出要排除的内容，如 -office。</translation>
    </message>
    <message>
        <source>“%1:” is no key of this list. There are %2; text with a colon goes in quotation marks.</source>
        <translation>“%1:”不是此列表的筛选键。可用的有%2；含冒号的文本请加引号。</translation>
    </message>
    <message>
        <source>“%1” is not complete. The states are %2.</source>
        <translation>“%1”还不完整。状态有：%2。</translation>
    </message>
    <message>
        <source>“%1” is no state. The states are %2.</source>
        <translation>“%1”不是状态。状态有：%2。</translation>
    </message>
    <message>
        <source>“%1” is neither %2 nor %3.</source>
        <translation>“%1”既不是%2也不是%3。</translation>
    </message>
    <message>
        <source>“%1” is not complete. A network is written as 10.0.0.0/8 or 2001:db8::/32, an address alone is one, too.</source>
        <translation>“%1”还不完整。网段写作10.0.0.0/8或2001:db8::/32，也可以只写一个地址。</translation>
    </message>
    <message>
        <source>“%1” is no network. One is written as 10.0.0.0/8 or 2001:db8::/32, an address alone is one, too.</source>
        <translation>“%1”不是网段。网段写作10.0.0.0/8或2001:db8::/32，也可以只写一个地址。</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>state, such as failed or down</source>
        <translation>状态，如failed（失败）、down（已停用）</translation>
    </message>
    <message>
        <source>region</source>
        <translation>地域</translation>
    </message>
    <message>
        <source>region, also beyond the chosen one</source>
        <translation>地域，不限于当前所选的地域</translation>
    </message>
    <message>
        <source>gw</source>
        <translation>网关</translation>
    </message>
    <message>
        <source>name or address of either gateway</source>
        <translation>任一端网关的名称或地址</translation>
    </message>
    <message>
        <source>weak</source>
        <translation>弱</translation>
    </message>
    <message>
        <source>weak settings: yes or no</source>
        <translation>弱配置：yes（是）或no（否）</translation>
    </message>
    <message>
        <source>net</source>
        <translation>网段</translation>
    </message>
    <message>
        <source>network or address, as in net:10.0.0.0/8</source>
        <translation>网段或地址，如net:10.0.0.0/8</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>with weak settings</source>
        <translation>有弱配置</translation>
    </message>
    <message>
        <source>without weak settings</source>
        <translation>没有弱配置</translation>
    </message>
    <message>
        <source>up</source>
        <translation>已连通</translation>
    </message>
    <message>
        <source>negotiating</source>
        <translation>协商中</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待流量</translation>
    </message>
    <message>
        <source>down</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>both phases are established</source>
        <translation>两个阶段均协商成功</translation>
    </message>
    <message>
        <source>a negotiation is under way</source>
        <translation>正在协商</translation>
    </message>
    <message>
        <source>a phase failed, or the peer does not answer</source>
        <translation>某一阶段协商失败，或对端无应答</translation>
    </message>
    <message>
        <source>waits for traffic</source>
        <translation>等待流量触发协商</translation>
    </message>
    <message>
        <source>stopped, or being deleted</source>
        <translation>已停用或正在删除</translation>
    </message>
    <message>
        <source>usable</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>unusable</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>updating</source>
        <translation>更新中</translation>
    </message>
    <message>
        <source>deleting</source>
        <translation>删除中</translation>
    </message>
</context>
<context>
    <name>tw::models::GatewayStatus</name>
    <message>
        <source>Not usable</source>
        <translation>初始化</translation>
    </message>
    <message>
        <source>Usable</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Applying</source>
        <translation>更新中</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>删除中</translation>
    </message>
    <message>
        <source>no engine is running</source>
        <translation>没有引擎在运行</translation>
    </message>
    <message>
        <source>the engine is starting</source>
        <translation>引擎正在启动</translation>
    </message>
    <message>
        <source>The security associations of its connections are being deleted at the peers.</source>
        <translation>正在对端删除其连接的安全联盟。</translation>
    </message>
    <message>
        <source>Nothing on this machine stands in the way of its connections.</source>
        <translation>本机上没有什么妨碍它的连接。</translation>
    </message>
    <message>
        <source>No engine is running, so none of its connections can be set up.</source>
        <translation>没有引擎在运行，因此它的任何连接都无法建立。</translation>
    </message>
    <message>
        <source>The engine was started and has not answered yet.</source>
        <translation>引擎已启动，但尚未应答。</translation>
    </message>
    <message>
        <source>The engine is looking for the address, the route and the ports of “%1”.</source>
        <translation>引擎正在为“%1”查找地址、路由和端口。</translation>
    </message>
    <message>
        <source>The local address %1 is on no interface of this machine that is up.</source>
        <translation>本机没有任何已启用的接口拥有本地地址%1。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>A gateway&apos;s state and the reason: &quot;Not usable: missing privilege&quot;.</extracomment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>The connection “%1” met this.</source>
        <translation>连接“%1”遇到了这个问题。</translation>
    </message>
</context>
<context>
    <name>tw::models::HealthText</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>有应答</translation>
    </message>
    <message numerus="yes">
        <source>%n not answered</source>
        <translation>
            <numerusform>%n次无应答</numerusform>
        </translation>
    </message>
    <message>
        <source>Cannot be sent</source>
        <translation>无法发送</translation>
    </message>
    <message>
        <source>Health check: pings from %1 to %2.</source>
        <translation>健康检查：从%1 ping %2。</translation>
    </message>
    <message>
        <source>It waits for the connection to be established and for the first answer.</source>
        <translation>等待连接建立和第一个应答。</translation>
    </message>
    <message>
        <source>The newest one was answered.</source>
        <translation>最近一次有应答。</translation>
    </message>
    <message numerus="yes">
        <source>%n in a row were not answered; after %1 the connection is renegotiated.</source>
        <translation>
            <numerusform>连续%n次无应答；达到%1次后重新协商该连接。</numerusform>
        </translation>
    </message>
    <message>
        <source>This machine cannot send them: the source address is none of its own, or it may not. Nothing is renegotiated for that.</source>
        <translation>本机无法发送：源地址不是本机地址，或没有权限。不会因此重新协商。</translation>
    </message>
</context>
<context>
    <name>tw::models::JoinedText</name>
    <message>
        <source>, </source>
        <comment>between the items of a list</comment>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>tw::models::LadderModel</name>
    <message>
        <source>To the peer: %1</source>
        <translation>发往对端：%1</translation>
    </message>
    <message>
        <source>From the peer: %1</source>
        <translation>来自对端：%1</translation>
    </message>
</context>
<context>
    <name>tw::models::LogStore</name>
    <message>
        <source>%1: the log cannot be opened: %2</source>
        <translation>%1：无法打开日志：%2</translation>
    </message>
    <message>
        <source>the disk does not keep up</source>
        <translation>磁盘写入跟不上</translation>
    </message>
    <message>
        <source>%1: the log cannot be kept (%2). Lines lost so far: %3.</source>
        <translation>%1：无法保存日志（%2），目前已丢失%3行。</translation>
    </message>
    <message>
        <source>%1: the log fails (%2).</source>
        <translation>%1：日志出错（%2）。</translation>
    </message>
    <message>
        <source>The log was damaged and was put aside as %1. A new one was begun.</source>
        <translation>日志已损坏，已另存为%1，并新建了日志。</translation>
    </message>
    <message>
        <source>%1: the log was written by a newer version of the program (format %2). Use the newer program.</source>
        <translation>%1：日志由本程序的更新版本写入（格式%2）。请使用更新的程序。</translation>
    </message>
    <message>
        <source>%1: the log is damaged (%2). When an engine runs next, it is put aside and a new one is begun.</source>
        <translation>%1：日志已损坏（%2）。引擎下次运行时，会将其移到一旁并开始新的日志。</translation>
    </message>
    <message>
        <source>%1: the log is in the format of an earlier version of the program (format %2). It is taken over when an engine runs next.</source>
        <translation>%1：日志是旧版本程序的格式（格式%2）。下次运行引擎时会被接管。</translation>
    </message>
    <message>
        <source>The log of an earlier version of the program is being taken over, the newest lines first.</source>
        <translation>正在接管旧版本程序的日志，最新的行在先。</translation>
    </message>
</context>
<context>
    <name>tw::models::LogTableModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Phase</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>交换</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>%1 (UTC %2)</source>
        <translation>%1（UTC %2）</translation>
    </message>
</context>
<context>
    <name>tw::models::LogValue</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Level: %1</source>
        <translation>级别：%1</translation>
    </message>
    <message>
        <source>Phase: %1</source>
        <translation>阶段：%1</translation>
    </message>
    <message>
        <source>Direction: %1</source>
        <translation>方向：%1</translation>
    </message>
    <message>
        <source>Exchange: %1</source>
        <translation>交换：%1</translation>
    </message>
    <message>
        <source>Event: %1</source>
        <translation>事件：%1</translation>
    </message>
    <message>
        <source>Message ID: %1</source>
        <translation>消息ID：%1</translation>
    </message>
    <message>
        <source>not %1</source>
        <translation>排除%1</translation>
    </message>
</context>
<context>
    <name>tw::models::LogWindow</name>
    <message>
        <source>MinutePeriod: give From and To, or one of them with MinutePeriod, but not all three.</source>
        <translation>MinutePeriod：请给出From和To，或其中之一加上MinutePeriod，但不要三者同时给出。</translation>
    </message>
    <message>
        <source>MinutePeriod: the value must be between 1 and 10.</source>
        <translation>MinutePeriod：取值必须在1到10之间。</translation>
    </message>
    <message>
        <source>To: the end must be later than From.</source>
        <translation>To：结束时间必须晚于From。</translation>
    </message>
    <message>
        <source>To: one query covers at most ten minutes.</source>
        <translation>To：一次查询最多覆盖十分钟。</translation>
    </message>
    <message>
        <source>From: this lies in the future.</source>
        <translation>From：该时间在将来。</translation>
    </message>
    <message numerus="yes">
        <source>From: the log is kept for %n day(s), and this is before it.</source>
        <translation>
            <numerusform>From：日志只保留%n天，该时间早于此范围。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::models::NegotiationLadder</name>
    <message>
        <source>message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>%1 response %2</source>
        <translation>%1响应%2</translation>
    </message>
    <message>
        <source>%1 request %2</source>
        <translation>%1请求%2</translation>
    </message>
    <message>
        <source>%1 answered again</source>
        <translation>%1再次应答</translation>
    </message>
    <message>
        <source>%1 sent again</source>
        <translation>%1重传</translation>
    </message>
    <message>
        <source>%1 sent again (%2)</source>
        <translation>%1重传（第%2次）</translation>
    </message>
    <message>
        <source>We</source>
        <translation>本端</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>对端</translation>
    </message>
</context>
<context>
    <name>tw::models::PeerReport</name>
    <message>
        <source>IPsec report for the administrator of %1</source>
        <translation>致%1管理员的IPsec报告</translation>
    </message>
    <message>
        <source>It holds no key and no password.</source>
        <translation>本报告不含密钥和密码。</translation>
    </message>
    <message>
        <source>What we found: %1</source>
        <translation>诊断结果：%1</translation>
    </message>
    <message>
        <source>Our settings</source>
        <translation>本端配置</translation>
    </message>
    <message>
        <source>our address: %1</source>
        <translation>本端地址：%1</translation>
    </message>
    <message>
        <source>your address, as we have it: %1</source>
        <translation>本端所配置的对端地址：%1</translation>
    </message>
    <message>
        <source>version: %1</source>
        <translation>版本：%1</translation>
    </message>
    <message>
        <source>authentication: %1</source>
        <translation>认证方式：%1</translation>
    </message>
    <message>
        <source>we call ourselves: %1</source>
        <translation>本端标识：%1</translation>
    </message>
    <message>
        <source>we expect you to be: %1</source>
        <translation>期望的对端标识：%1</translation>
    </message>
    <message>
        <source>phase 1: %1</source>
        <translation>第一阶段：%1</translation>
    </message>
    <message>
        <source>phase 2: %1</source>
        <translation>第二阶段：%1</translation>
    </message>
    <message>
        <source>our subnets: %1</source>
        <translation>本端网段：%1</translation>
    </message>
    <message>
        <source>your subnets: %1</source>
        <translation>对端网段：%1</translation>
    </message>
    <message>
        <source>NAT traversal: %1</source>
        <translation>NAT穿越：%1</translation>
    </message>
    <message>
        <source>Compared with yours</source>
        <translation>与对端的对比</translation>
    </message>
    <message>
        <source>%1: ours %2, yours %3 (%4)</source>
        <translation>%1：本端%2，对端%3（%4）</translation>
    </message>
    <message>
        <source>What we saw (times in UTC)</source>
        <translation>观察到的事实（UTC时间）</translation>
    </message>
    <message>
        <source>Or it is this: %1</source>
        <translation>或者是：%1</translation>
    </message>
    <message>
        <source>%1, %2 s</source>
        <translation>%1，%2秒</translation>
    </message>
    <message>
        <source>forced</source>
        <translation>强制</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>不同</translation>
    </message>
    <message>
        <source>unknown, most likely</source>
        <translation>未知，最可能</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>ESP, tunnel, %1</source>
        <translation>ESP，隧道模式，%1</translation>
    </message>
</context>
<context>
    <name>tw::models::Rehearsal</name>
    <message>
        <source>another pre-shared key</source>
        <translation>预共享密钥不同</translation>
    </message>
    <message>
        <source>another encryption algorithm in phase 1</source>
        <translation>第一阶段加密算法不同</translation>
    </message>
    <message>
        <source>another authentication algorithm in phase 1</source>
        <translation>第一阶段认证算法不同</translation>
    </message>
    <message>
        <source>another DH group in phase 1</source>
        <translation>第一阶段DH分组不同</translation>
    </message>
    <message>
        <source>another encryption algorithm in phase 2</source>
        <translation>第二阶段加密算法不同</translation>
    </message>
    <message>
        <source>another authentication algorithm in phase 2</source>
        <translation>第二阶段认证算法不同</translation>
    </message>
    <message>
        <source>another PFS group</source>
        <translation>PFS分组不同</translation>
    </message>
    <message>
        <source>the peer calls itself by another name</source>
        <translation>对端自称的标识不同</translation>
    </message>
    <message>
        <source>the peer expects another name of us</source>
        <translation>对端期望的本端标识不同</translation>
    </message>
    <message>
        <source>another subnet in place of one of ours</source>
        <translation>对端把本端的一个网段写成了另一个</translation>
    </message>
    <message>
        <source>the other IKE version</source>
        <translation>IKE版本不同</translation>
    </message>
    <message>
        <source>the other negotiation mode</source>
        <translation>协商模式不同</translation>
    </message>
    <message>
        <source>The VPN gateway has no public address.</source>
        <translation>VPN网关没有公网地址。</translation>
    </message>
    <message>
        <source>Both phases stand after %1 s.</source>
        <translation>%1秒后两个阶段均已建立。</translation>
    </message>
    <message>
        <source>%1 of %2 pings were answered, each pair of subnets in both directions.</source>
        <translation>%2个ping中有%1个得到应答，每对网段双向均通。</translation>
    </message>
    <message>
        <source>%1 of %2 pings passed while they were renewed.</source>
        <translation>续期期间%2个ping中有%1个通过。</translation>
    </message>
    <message>
        <source>No key exchange of their own: PFS is off.</source>
        <translation>没有单独的密钥交换：PFS未启用。</translation>
    </message>
    <message>
        <source>A key exchange of their own in %1: PFS works.</source>
        <translation>用%1单独进行了密钥交换：PFS有效。</translation>
    </message>
    <message>
        <source>%1 of %2 pings passed while it was renewed.</source>
        <translation>续期期间%2个ping中有%1个通过。</translation>
    </message>
    <message>
        <source>The peer forgot everything; %1 s later packets passed again.</source>
        <translation>对端丢失了全部状态；%1秒后报文重新通过。</translation>
    </message>
    <message>
        <source>Begun by the other side, both phases stand after %1 s.</source>
        <translation>由另一端发起，%1秒后两个阶段均已建立。</translation>
    </message>
    <message>
        <source>No ping passes between %1.</source>
        <translation>%1之间没有ping通过。</translation>
    </message>
    <message>
        <source>The peer forgot everything, and %1 s later no packet passed yet. Without DPD nobody notices.</source>
        <translation>对端丢失了全部状态，%1秒后仍没有报文通过。没有DPD就无人察觉。</translation>
    </message>
    <message>
        <source>Only %1 of %2 pings passed during the renewal.</source>
        <translation>续期期间%2个ping中只有%1个通过。</translation>
    </message>
    <message>
        <source>The renewal was refused, although the tunnel came up.</source>
        <translation>隧道虽已建立，续期却被拒绝。</translation>
    </message>
    <message>
        <source>We see: %1 [%2].</source>
        <translation>本端看到：%1 [%2]。</translation>
    </message>
    <message>
        <source>The peer sees: %1 [%2].</source>
        <translation>对端看到：%1 [%2]。</translation>
    </message>
    <message>
        <source>No tunnel came of it within %1 s.</source>
        <translation>%1秒内隧道未能建立。</translation>
    </message>
    <message>
        <source>Both phases are negotiated</source>
        <translation>协商两个阶段</translation>
    </message>
    <message>
        <source>Packets pass between the subnets</source>
        <translation>网段之间的报文互通</translation>
    </message>
    <message>
        <source>Phase 2 is renewed</source>
        <translation>第二阶段续期</translation>
    </message>
    <message>
        <source>Phase 1 is renewed</source>
        <translation>第一阶段续期</translation>
    </message>
    <message>
        <source>The peer restarts</source>
        <translation>对端重启</translation>
    </message>
    <message>
        <source>The other side begins</source>
        <translation>由另一端发起</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>未尝试</translation>
    </message>
    <message>
        <source>a fifth of all packets is lost</source>
        <translation>五分之一的报文丢失</translation>
    </message>
    <message>
        <source>we are behind a NAT</source>
        <translation>本端位于NAT之后</translation>
    </message>
    <message>
        <source>the peer is behind a NAT</source>
        <translation>对端位于NAT之后</translation>
    </message>
    <message>
        <source>ESP (protocol 50) is blocked</source>
        <translation>ESP（协议50）被阻断</translation>
    </message>
    <message>
        <source>UDP 4500 is blocked</source>
        <translation>UDP 4500被阻断</translation>
    </message>
    <message>
        <source>large datagrams are lost</source>
        <translation>大报文丢失</translation>
    </message>
    <message>
        <source>nobody answers</source>
        <translation>对端完全不应答</translation>
    </message>
    <message>
        <source>Not tried, since a step before it failed.</source>
        <translation>前面的步骤失败，因此未尝试。</translation>
    </message>
    <message>
        <source>Not tried: nobody can begin towards a NAT.</source>
        <translation>未尝试：无法向NAT之后发起协商。</translation>
    </message>
    <message>
        <source>It fails at this step: %1.</source>
        <translation>在此步骤失败：%1。</translation>
    </message>
    <message>
        <source>no PFS</source>
        <translation>没有PFS</translation>
    </message>
    <message>
        <source>The text looks like no configuration that is known here. Name its format.</source>
        <translation>无法识别该文本是哪种配置。请指明格式。</translation>
    </message>
    <message>
        <source>Both sides agree, in everything that was tried.</source>
        <translation>在所有尝试过的项目中，两端一致。</translation>
    </message>
    <message>
        <source>Played against the configuration that is written for the peer, read again: %1.</source>
        <translation>演练对象：为对端生成并重新读取的配置（%1）。</translation>
    </message>
    <message>
        <source>Played against the peer&apos;s pasted configuration: %1.</source>
        <translation>演练对象：粘贴的对端配置（%1）。</translation>
    </message>
    <message>
        <source>Played against the peer&apos;s configuration in %1: %2.</source>
        <translation>演练对象：文件%1中的对端配置（%2）。</translation>
    </message>
    <message>
        <source>Played against our own settings with both sides exchanged, which fit by their nature.</source>
        <translation>演练对象：本端设置互换两端后的镜像，它必然与本端匹配。</translation>
    </message>
    <message>
        <source>No configuration can be written for %1.</source>
        <translation>无法为%1生成配置。</translation>
    </message>
    <message>
        <source>The peer proves itself by a certificate that was made for this rehearsal, by an authority of its own. So it is shown that our certificate is valid now, names us and has its key, and that all else fits. Whether the peer&apos;s certificate is from the authority that we believe, and whether the peer believes ours, is not shown.</source>
        <translation>对端使用专为本次演练临时生成的CA所签发的证书。因此演练能证明：本端证书当前有效、包含本端标识并与私钥匹配，其余设置也都一致；不能证明：对端的证书出自本端信任的CA，以及对端信任本端的证书。</translation>
    </message>
    <message>
        <source>Whether they reach each other, and what the real device makes of its configuration, a rehearsal cannot show.</source>
        <translation>两端在网络上是否互通，以及真实设备如何执行其配置，演练无法证明。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>tw::models::SaFacts</name>
    <message>
        <source>on both sides</source>
        <translation>两侧都有</translation>
    </message>
    <message>
        <source>this side is behind a NAT</source>
        <translation>本端位于NAT之后</translation>
    </message>
    <message>
        <source>the peer is behind a NAT</source>
        <translation>对端位于NAT之后</translation>
    </message>
    <message>
        <source>none between the gateways</source>
        <translation>网关之间没有NAT</translation>
    </message>
    <message>
        <source>This side</source>
        <translation>本端</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>initiator</source>
        <translation>发起方</translation>
    </message>
    <message>
        <source>responder</source>
        <translation>响应方</translation>
    </message>
    <message>
        <source>NAT</source>
        <translation>NAT</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1: why packets were dropped, %2: how many</extracomment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>tw::models::SaTreeModel</name>
    <message>
        <source>IKE SA</source>
        <translation>IKE SA</translation>
    </message>
    <message>
        <source>Child SA, ESP in UDP</source>
        <translation>子SA（UDP封装ESP）</translation>
    </message>
    <message>
        <source>Child SA, ESP</source>
        <translation>子SA（ESP）</translation>
    </message>
    <message>
        <source>SA</source>
        <translation>SA</translation>
    </message>
    <message>
        <source>SPIs</source>
        <translation>SPI</translation>
    </message>
    <message>
        <source>Proposal</source>
        <translation>提议</translation>
    </message>
    <message>
        <source>Selectors or endpoints</source>
        <translation>流量选择符或端点</translation>
    </message>
    <message>
        <source>Bytes in</source>
        <translation>入字节</translation>
    </message>
    <message>
        <source>Bytes out</source>
        <translation>出字节</translation>
    </message>
    <message>
        <source>Packets in</source>
        <translation>入报文</translation>
    </message>
    <message>
        <source>Packets out</source>
        <translation>出报文</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>起始时间</translation>
    </message>
    <message>
        <source>Next rekey</source>
        <translation>下次更新密钥</translation>
    </message>
</context>
<context>
    <name>tw::models::StateGroup</name>
    <message>
        <source>Up</source>
        <translation>已连通</translation>
    </message>
    <message>
        <source>Negotiating</source>
        <translation>协商中</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待流量</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>已停用</translation>
    </message>
</context>
<context>
    <name>tw::models::StatusText</name>
    <message>
        <source>Stopped</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Waiting for traffic</source>
        <translation>未协商，等待流量</translation>
    </message>
    <message>
        <source>Looking for the path to the peer</source>
        <translation>正在查找到对端的路径</translation>
    </message>
    <message>
        <source>Negotiating phase 1</source>
        <translation>第一阶段协商中</translation>
    </message>
    <message>
        <source>Phase 1 failed</source>
        <translation>第一阶段协商失败</translation>
    </message>
    <message>
        <source>Phase 1 established</source>
        <translation>第一阶段协商成功</translation>
    </message>
    <message>
        <source>Negotiating phase 2</source>
        <translation>第二阶段协商中</translation>
    </message>
    <message>
        <source>Phase 2 failed</source>
        <translation>第二阶段协商失败</translation>
    </message>
    <message>
        <source>Established</source>
        <translation>第二阶段协商成功</translation>
    </message>
    <message>
        <source>Peer does not answer</source>
        <translation>对端无应答</translation>
    </message>
    <message>
        <source>Deleting</source>
        <translation>删除中</translation>
    </message>
    <message>
        <source>no answer from the peer</source>
        <translation>对端没有应答</translation>
    </message>
    <message>
        <source>phase 1 timed out</source>
        <translation>第一阶段超时</translation>
    </message>
    <message>
        <source>phase 2 timed out</source>
        <translation>第二阶段超时</translation>
    </message>
    <message>
        <source>proposal mismatch</source>
        <translation>提议不匹配</translation>
    </message>
    <message>
        <source>encryption algorithm mismatch</source>
        <translation>加密算法不匹配</translation>
    </message>
    <message>
        <source>authentication algorithm mismatch</source>
        <translation>认证算法不匹配</translation>
    </message>
    <message>
        <source>DH group mismatch</source>
        <translation>DH分组不匹配</translation>
    </message>
    <message>
        <source>algorithm mismatch</source>
        <translation>算法不匹配</translation>
    </message>
    <message>
        <source>pre-shared key mismatch</source>
        <translation>预共享密钥不匹配</translation>
    </message>
    <message>
        <source>peer ID mismatch</source>
        <translation>对端ID不匹配</translation>
    </message>
    <message>
        <source>authentication refused by the peer</source>
        <translation>对端拒绝认证</translation>
    </message>
    <message>
        <source>IKE version mismatch</source>
        <translation>IKE版本不匹配</translation>
    </message>
    <message>
        <source>negotiation mode mismatch</source>
        <translation>协商模式不匹配</translation>
    </message>
    <message>
        <source>traffic selector mismatch</source>
        <translation>流量选择符不匹配</translation>
    </message>
    <message>
        <source>PFS mismatch</source>
        <translation>PFS不匹配</translation>
    </message>
    <message>
        <source>peer mismatch</source>
        <translation>对端不匹配</translation>
    </message>
    <message>
        <source>deleted by the peer</source>
        <translation>被对端删除</translation>
    </message>
    <message>
        <source>DPD timeout</source>
        <translation>DPD超时</translation>
    </message>
    <message>
        <source>the peer could not install the SA</source>
        <translation>对端无法安装SA</translation>
    </message>
    <message>
        <source>name not resolved</source>
        <translation>域名无法解析</translation>
    </message>
    <message>
        <source>no route to the peer</source>
        <translation>没有到对端的路由</translation>
    </message>
    <message>
        <source>address not on this machine</source>
        <translation>地址不在本机上</translation>
    </message>
    <message>
        <source>port taken by another program</source>
        <translation>端口被其他程序占用</translation>
    </message>
    <message>
        <source>missing privilege</source>
        <translation>缺少权限</translation>
    </message>
    <message>
        <source>tunnel device failed</source>
        <translation>隧道设备故障</translation>
    </message>
    <message>
        <source>not supported</source>
        <translation>不支持</translation>
    </message>
    <message>
        <source>internal error</source>
        <translation>内部错误</translation>
    </message>
    <message>
        <source>Nothing at all came back from the other gateway. It may be off, or something on the way drops UDP 500 and 4500.</source>
        <translation>对端网关没有任何应答。它可能已关机，或者途中有设备丢弃了UDP 500和4500。</translation>
    </message>
    <message>
        <source>The other gateway answered at first and then fell silent in phase 1. A firewall that drops UDP 4500 or large packets looks like this.</source>
        <translation>对端网关起初有应答，随后在第一阶段不再应答。防火墙丢弃UDP 4500或大报文时会出现这种情况。</translation>
    </message>
    <message>
        <source>Phase 1 stands, but the other gateway did not answer the phase 2 request.</source>
        <translation>第一阶段已建立，但对端网关没有应答第二阶段的请求。</translation>
    </message>
    <message>
        <source>The other gateway refused our settings (NO_PROPOSAL_CHOSEN). It did not say which one.</source>
        <translation>对端网关拒绝了我方的配置（NO_PROPOSAL_CHOSEN），没有说明是哪一项。</translation>
    </message>
    <message>
        <source>The two sides use different encryption algorithms; the log shows both proposals.</source>
        <translation>两端的加密算法不同，日志中有双方的提议。</translation>
    </message>
    <message>
        <source>The two sides use different authentication algorithms; the log shows both proposals.</source>
        <translation>两端的认证算法不同，日志中有双方的提议。</translation>
    </message>
    <message>
        <source>The two sides use different DH groups; the log shows both proposals.</source>
        <translation>两端的DH分组不同，日志中有双方的提议。</translation>
    </message>
    <message>
        <source>Several algorithms differ between the two sides; the log shows both proposals.</source>
        <translation>两端有多个算法不同，日志中有双方的提议。</translation>
    </message>
    <message>
        <source>The other gateway&apos;s proof does not fit our pre-shared key: the two keys differ.</source>
        <translation>对端网关的认证数据与我方的预共享密钥不符：两端的密钥不同。</translation>
    </message>
    <message>
        <source>The other gateway calls itself by another name than the RemoteId of this connection.</source>
        <translation>对端网关自称的标识与此连接的RemoteId不同。</translation>
    </message>
    <message>
        <source>The other gateway refused our authentication (AUTHENTICATION_FAILED). Either the keys or the identities differ; it did not say which.</source>
        <translation>对端网关拒绝了我方的认证（AUTHENTICATION_FAILED）。密钥或标识不同，对端没有说明是哪一个。</translation>
    </message>
    <message>
        <source>The other gateway speaks another version of IKE.</source>
        <translation>对端网关使用另一个IKE版本。</translation>
    </message>
    <message>
        <source>One side uses main mode and the other aggressive mode; both must use the same.</source>
        <translation>一端使用主模式，另一端使用野蛮模式；两端必须一致。</translation>
    </message>
    <message>
        <source>The two sides disagree about the subnets to connect (TS_UNACCEPTABLE).</source>
        <translation>两端对要互通的网段不一致（TS_UNACCEPTABLE）。</translation>
    </message>
    <message>
        <source>The two sides use different DH groups in phase 2 (PFS), or only one of them uses any.</source>
        <translation>两端第二阶段的DH分组（PFS）不同，或只有一端启用。</translation>
    </message>
    <message>
        <source>Answers come from another address than that of the customer gateway.</source>
        <translation>应答来自用户网关以外的地址。</translation>
    </message>
    <message>
        <source>The other gateway deleted the connection.</source>
        <translation>对端网关删除了连接。</translation>
    </message>
    <message>
        <source>The connection stood, and then the other gateway stopped answering our probes.</source>
        <translation>连接曾经建立，之后对端网关不再应答探测。</translation>
    </message>
    <message>
        <source>The other gateway could not install the SA, although it did not refuse the settings.</source>
        <translation>对端网关未拒绝配置，但无法安装SA。</translation>
    </message>
    <message>
        <source>The name of the other gateway has no address at the moment.</source>
        <translation>对端网关的域名目前没有地址。</translation>
    </message>
    <message>
        <source>This machine has no route to the other gateway.</source>
        <translation>本机没有到对端网关的路由。</translation>
    </message>
    <message>
        <source>The local address of the VPN gateway is not an address of this machine.</source>
        <translation>VPN网关的本地地址不是本机的地址。</translation>
    </message>
    <message>
        <source>Another program on this machine uses UDP port 500 or 4500, perhaps another IPsec daemon.</source>
        <translation>本机的另一个程序占用了UDP端口500或4500，可能是另一个IPsec服务。</translation>
    </message>
    <message>
        <source>This program may not open the tunnel device or the IKE ports.</source>
        <translation>本程序无权打开隧道设备或IKE端口。</translation>
    </message>
    <message>
        <source>The tunnel device could not be opened.</source>
        <translation>无法打开隧道设备。</translation>
    </message>
    <message>
        <source>This program cannot do what the connection asks for.</source>
        <translation>本程序不支持此连接要求的功能。</translation>
    </message>
    <message>
        <source>The program failed inside. The log has the particulars.</source>
        <translation>程序内部出错，详情见日志。</translation>
    </message>
    <message>
        <source>outbound, wanted by no connection</source>
        <translation>出方向，不属于任何连接</translation>
    </message>
    <message>
        <source>outbound, no SA and the queue is full</source>
        <translation>出方向，没有SA且队列已满</translation>
    </message>
    <message>
        <source>outbound, waited too long for an SA</source>
        <translation>出方向，等待SA超时</translation>
    </message>
    <message>
        <source>inbound, unknown SPI</source>
        <translation>入方向，未知SPI</translation>
    </message>
    <message>
        <source>malformed packet</source>
        <translation>报文格式错误</translation>
    </message>
    <message>
        <source>inbound, replayed packet</source>
        <translation>入方向，重放报文</translation>
    </message>
    <message>
        <source>inbound, not authentic</source>
        <translation>入方向，认证未通过</translation>
    </message>
    <message>
        <source>inbound, bad padding</source>
        <translation>入方向，填充错误</translation>
    </message>
    <message>
        <source>inbound, outside the agreed subnets</source>
        <translation>入方向，超出协商的网段</translation>
    </message>
    <message>
        <source>inbound, congestion mark on a packet that forbids it</source>
        <translation>入方向，不允许拥塞标记的报文带有拥塞标记</translation>
    </message>
    <message>
        <source>outbound, too big for the path</source>
        <translation>出方向，超过路径MTU</translation>
    </message>
    <message>
        <source>outbound, the SA used all its sequence numbers</source>
        <translation>出方向，SA的序列号已用尽</translation>
    </message>
    <message>
        <source>the system could not send it</source>
        <translation>系统无法发送</translation>
    </message>
    <message>
        <source>the crypto library failed</source>
        <translation>密码库出错</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a connection&apos;s state, then why</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Phase 2 succeeded</source>
        <translation>第二阶段协商成功</translation>
    </message>
    <message>
        <source>Phase 2 not established</source>
        <translation>第二阶段协商失败</translation>
    </message>
    <message>
        <source>Phase 1 succeeded</source>
        <translation>第一阶段协商成功</translation>
    </message>
    <message>
        <source>Phase 1 not established</source>
        <translation>第一阶段协商失败</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Debug</source>
        <translation>调试</translation>
    </message>
    <message>
        <source>Phase 1</source>
        <translation>第一阶段</translation>
    </message>
    <message>
        <source>Phase 2</source>
        <translation>第二阶段</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>In</source>
        <translation>入</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>certificate problem</source>
        <translation>证书问题</translation>
    </message>
    <message>
        <source>authentication method mismatch</source>
        <translation>认证方式不匹配</translation>
    </message>
    <message>
        <source>A certificate is of no use, ours or the other gateway&apos;s; the log says which one and what is wrong with it.</source>
        <translation>某个证书（我方或对端网关的）不可用；日志中说明了是哪个证书以及问题所在。</translation>
    </message>
    <message>
        <source>One side proves itself by a pre-shared key and the other by a certificate; both must use the same method.</source>
        <translation>一端使用预共享密钥认证，另一端使用证书认证；两端必须使用相同的方式。</translation>
    </message>
    <message>
        <source>no certificate was sent</source>
        <translation>没有发送证书</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>more certificates than we look at</source>
        <translation>证书数量超过上限</translation>
    </message>
    <message>
        <source>it has expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>it is not valid yet</source>
        <translation>尚未生效</translation>
    </message>
    <message>
        <source>nobody whom we trust issued it</source>
        <translation>颁发者不受信任</translation>
    </message>
    <message>
        <source>its issuer did not sign it</source>
        <translation>颁发者签名无效</translation>
    </message>
    <message>
        <source>it issued others without being a CA</source>
        <translation>不是CA却颁发了证书</translation>
    </message>
    <message>
        <source>the chain of issuers is too long</source>
        <translation>证书链过长</translation>
    </message>
    <message>
        <source>its issuer may not speak for its name</source>
        <translation>其名称超出颁发者的名称约束</translation>
    </message>
    <message>
        <source>it is signed with a weak algorithm</source>
        <translation>使用了弱签名算法</translation>
    </message>
    <message>
        <source>it has a critical extension that we do not know</source>
        <translation>含有未知的关键扩展</translation>
    </message>
    <message>
        <source>its key usage does not allow signing</source>
        <translation>密钥用途不允许签名</translation>
    </message>
    <message>
        <source>its key is of a kind or size that we cannot use</source>
        <translation>密钥类型或长度不受支持</translation>
    </message>
    <message>
        <source>it is not for the identity that was claimed</source>
        <translation>与所声明的标识不符</translation>
    </message>
    <message>
        <source>its key did not sign the authentication</source>
        <translation>认证数据不是由其密钥签名</translation>
    </message>
    <message>
        <source>the authentication is signed with an algorithm that we do not accept</source>
        <translation>认证数据的签名算法不被接受</translation>
    </message>
    <message>
        <source>the private key belongs to another certificate</source>
        <translation>私钥属于另一个证书</translation>
    </message>
    <message>
        <source>its private key cannot be read</source>
        <translation>无法读取其私钥</translation>
    </message>
    <message>
        <source>the crypto library refuses it</source>
        <translation>加密库拒绝了它</translation>
    </message>
    <message>
        <source>security protocol mismatch</source>
        <translation>安全协议不匹配</translation>
    </message>
    <message>
        <source>encapsulation mode mismatch</source>
        <translation>封装模式不匹配</translation>
    </message>
    <message>
        <source>The other gateway wants to protect packets with AH; here only ESP is spoken.</source>
        <translation>对端网关要求用AH保护报文，本端只支持ESP。</translation>
    </message>
    <message>
        <source>The other gateway wants transport mode; a tunnel between networks needs tunnel mode.</source>
        <translation>对端网关要求传输模式，网络之间的隧道需要隧道模式。</translation>
    </message>
</context>
<context>
    <name>tw::models::Symptoms</name>
    <message>
        <source>One way only</source>
        <translation>单向不通</translation>
    </message>
    <message>
        <source>Often source NAT on the outside interface of the other gateway, or a route that is missing.</source>
        <translation>常见原因是对端网关外网接口上的源NAT，或缺少路由。</translation>
    </message>
    <message>
        <source>Up, but no traffic</source>
        <translation>已建立，但无流量</translation>
    </message>
    <message>
        <source>Routes, a firewall, NAT of inner addresses, ESP that is dropped, or the MTU.</source>
        <translation>路由、防火墙、内网地址的NAT、ESP被丢弃，或MTU。</translation>
    </message>
    <message>
        <source>Flaps</source>
        <translation>反复中断</translation>
    </message>
    <message>
        <source>DPD on a path that loses packets, or two connections with the same subnets.</source>
        <translation>丢包路径上的DPD，或两个连接的网段相同。</translation>
    </message>
    <message>
        <source>Works for a while, then drops</source>
        <translation>一段时间后中断</translation>
    </message>
    <message>
        <source>PFS or the lifetimes differ, or the other side has a lifetime by volume: test a rekey.</source>
        <translation>PFS或生存周期不同，或对端有按流量的生存周期：请测试重新协商密钥。</translation>
    </message>
    <message>
        <source>Only the first subnet works</source>
        <translation>只有第一个网段可用</translation>
    </message>
    <message>
        <source>The other side makes one SA per pair of subnets: several need IKEv2, or a child for each pair.</source>
        <translation>对端为每一对网段建立一个SA：多个网段需要IKEv2，或为每一对网段建立子SA。</translation>
    </message>
    <message>
        <source>Never comes up</source>
        <translation>始终无法建立</translation>
    </message>
    <message>
        <source>No answer at all is the path or the address; a refusal is the settings.</source>
        <translation>完全没有应答是路径或地址的问题，被拒绝是配置的问题。</translation>
    </message>
    <message>
        <source>Ping works, large packets hang</source>
        <translation>ping正常，大报文卡住</translation>
    </message>
    <message>
        <source>The MTU of the path is smaller than it looks, or fragments are dropped.</source>
        <translation>路径MTU比看起来小，或分片被丢弃。</translation>
    </message>
    <message>
        <source>Authentication fails</source>
        <translation>认证失败</translation>
    </message>
    <message>
        <source>The key or an identity differs; the comparison shows which names were said.</source>
        <translation>密钥或标识不同，对比中列出了双方给出的标识。</translation>
    </message>
</context>
<context>
    <name>tw::models::TrafficTableModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>In</source>
        <translation>入</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>Packets in</source>
        <translation>入包</translation>
    </message>
    <message>
        <source>Packets out</source>
        <translation>出包</translation>
    </message>
</context>
<context>
    <name>tw::models::TrafficText</name>
    <message>
        <source>%1 packets/s</source>
        <translation>%1包/秒</translation>
    </message>
</context>
<context>
    <name>tw::models::UndoStack</name>
    <message>
        <source>%1 “%2” is no longer there.</source>
        <translation>%1“%2”已不存在。</translation>
    </message>
    <message>
        <source>%1 “%2” is there again.</source>
        <translation>%1“%2”已重新存在。</translation>
    </message>
    <message>
        <source>%1 “%2” was changed in the meantime, and that change would be lost.</source>
        <translation>%1“%2”在此期间被修改过，撤销会丢失该修改。</translation>
    </message>
    <message>
        <source>create VPN gateway “%1”</source>
        <translation>创建VPN网关“%1”</translation>
    </message>
    <message>
        <source>edit VPN gateway “%1”</source>
        <translation>编辑VPN网关“%1”</translation>
    </message>
    <message>
        <source>delete VPN gateway “%1”</source>
        <translation>删除VPN网关“%1”</translation>
    </message>
    <message>
        <source>create customer gateway “%1”</source>
        <translation>创建用户网关“%1”</translation>
    </message>
    <message>
        <source>edit customer gateway “%1”</source>
        <translation>编辑用户网关“%1”</translation>
    </message>
    <message>
        <source>delete customer gateway “%1”</source>
        <translation>删除用户网关“%1”</translation>
    </message>
    <message>
        <source>create IPsec connection “%1”</source>
        <translation>创建IPsec连接“%1”</translation>
    </message>
    <message>
        <source>edit IPsec connection “%1”</source>
        <translation>编辑IPsec连接“%1”</translation>
    </message>
    <message>
        <source>delete IPsec connection “%1”</source>
        <translation>删除IPsec连接“%1”</translation>
    </message>
    <message numerus="yes">
        <source>create %n IPsec connections</source>
        <translation>
            <numerusform>创建%n个IPsec连接</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>edit %n IPsec connections</source>
        <translation>
            <numerusform>编辑%n个IPsec连接</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>delete %n IPsec connections</source>
        <translation>
            <numerusform>删除%n个IPsec连接</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>create %n objects</source>
        <translation>
            <numerusform>创建%n个对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>change %n objects</source>
        <translation>
            <numerusform>修改%n个对象</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>delete %n objects</source>
        <translation>
            <numerusform>删除%n个对象</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 “%2” was deleted.</source>
        <translation>已删除%1“%2”。</translation>
    </message>
    <message numerus="yes">
        <source>%n objects were deleted.</source>
        <translation>
            <numerusform>已删除%n个对象。</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing left.</source>
        <translation>没有可执行的步骤。</translation>
    </message>
    <message>
        <source>The region of “%1” is no longer there.</source>
        <translation>“%1”所在的地域已不存在。</translation>
    </message>
    <message>
        <source>The VPN gateway of “%1” is no longer there.</source>
        <translation>“%1”的VPN网关已不存在。</translation>
    </message>
    <message>
        <source>The customer gateway of “%1” is no longer there.</source>
        <translation>“%1”的用户网关已不存在。</translation>
    </message>
    <message>
        <source>A certificate of “%1” is no longer there.</source>
        <translation>“%1”使用的证书已不存在。</translation>
    </message>
    <message>
        <source>create region “%1”</source>
        <translation>创建地域“%1”</translation>
    </message>
    <message>
        <source>rename region “%1”</source>
        <translation>重命名地域“%1”</translation>
    </message>
    <message>
        <source>delete region “%1”</source>
        <translation>删除地域“%1”</translation>
    </message>
    <message>
        <source>import certificate “%1”</source>
        <translation>导入证书“%1”</translation>
    </message>
    <message>
        <source>import the private key of “%1”</source>
        <translation>导入“%1”的私钥</translation>
    </message>
    <message>
        <source>delete certificate “%1”</source>
        <translation>删除证书“%1”</translation>
    </message>
    <message numerus="yes">
        <source>import %n certificates</source>
        <translation>
            <numerusform>导入%n个证书</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>delete %n certificates</source>
        <translation>
            <numerusform>删除%n个证书</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::models::VpnGatewayTableModel</name>
    <message>
        <source>Chosen by route</source>
        <translation>按路由选择</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>ID</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Public IP</source>
        <translation>公网IP</translation>
    </message>
    <message>
        <source>Local address</source>
        <translation>本地地址</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接数</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>tw::ui::Announcer</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>; </source>
        <comment>between pieces of news</comment>
        <translation>；</translation>
    </message>
</context>
<context>
    <name>tw::ui::BackupDialog</name>
    <message>
        <source>Back up</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>One file with everything that the console holds: regions, gateways (%1), connections (%2), certificates (%3), the settings, and all pre-shared keys and private keys. The log is not in it.</source>
        <translation>一个文件包含控制台的全部内容：地域、网关（%1个）、连接（%2个）、证书（%3个）、设置，以及所有预共享密钥和私钥。不含日志。</translation>
    </message>
    <message>
        <source>The whole file is encrypted with the passphrase (CMS, AES-256-GCM). Nobody can open it without the passphrase, and nobody can recover that.</source>
        <translation>整个文件用口令加密（CMS，AES-256-GCM）。没有口令谁也打不开，口令也无法找回。</translation>
    </message>
    <message>
        <source>&amp;Show the passphrase</source>
        <translation>显示口令(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Passphrase</source>
        <translation>口令(&amp;P)</translation>
    </message>
    <message>
        <source>Once &amp;more</source>
        <translation>再输入一次(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Back up...</source>
        <translation>备份(&amp;B)...</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>两次输入不一致。</translation>
    </message>
    <message>
        <source>The backup is being encrypted...</source>
        <translation>正在加密备份...</translation>
    </message>
    <message>
        <source>Saved as %1. Keep the passphrase in another place than the file.</source>
        <translation>已保存为%1。请把口令与文件分开保管。</translation>
    </message>
    <message>
        <source>%1 was not saved: %2.</source>
        <translation>%1未能保存：%2。</translation>
    </message>
</context>
<context>
    <name>tw::ui::BatchDownloadDialog</name>
    <message numerus="yes">
        <source>%n connection(s) will be written.</source>
        <translation>
            <numerusform>将写入%n个连接。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n will be left out: open it to see what would have to change.</source>
        <translation>
            <numerusform>将跳过%n个：打开该行可查看需要修改的内容。</numerusform>
        </translation>
    </message>
    <message>
        <source>Not possible: %1</source>
        <translation>无法导出：%1</translation>
    </message>
    <message numerus="yes">
        <source>Replace %n file(s) in this folder?</source>
        <translation>
            <numerusform>是否替换此文件夹中的%n个文件？</numerusform>
        </translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Nothing was saved. %1: %2.</source>
        <translation>没有保存任何内容。%1：%2。</translation>
    </message>
    <message numerus="yes">
        <source>Saved %n connection(s) in %1.</source>
        <translation>
            <numerusform>已将%n个连接保存到%1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Keys are in it: only you can read it.</source>
        <translation>其中含有密钥：仅您本人可以读取。</translation>
    </message>
    <message numerus="yes">
        <source>Peer configurations of %n connections</source>
        <translation>
            <numerusform>%n个连接的对端配置</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>The one last chosen for each customer gateway</source>
        <translation>各用户网关上次选择的设备</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>File, or why there is none</source>
        <translation>文件，或无法导出的原因</translation>
    </message>
    <message>
        <source>What will be written</source>
        <translation>将写入的内容</translation>
    </message>
    <message>
        <source>Put the pre-shared &amp;keys in</source>
        <translation>包含预共享密钥(&amp;K)</translation>
    </message>
    <message>
        <source>Save as a &amp;zip file...</source>
        <translation>保存为&amp;zip文件...</translation>
    </message>
    <message>
        <source>Save in a &amp;folder...</source>
        <translation>保存到文件夹(&amp;F)...</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>tw::ui::BulkPanel</name>
    <message>
        <source>Close the list</source>
        <translation>关闭列表</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>tw::ui::BundleDialog</name>
    <message>
        <source>Support bundle</source>
        <translation>支持包</translation>
    </message>
    <message>
        <source>&amp;Replace public addresses and names by stand-ins</source>
        <translation>将公网地址和名称替换为代号(&amp;R)</translation>
    </message>
    <message>
        <source>One file that lets somebody else look into “%1”. It is only written to your disk; whom it is given to is up to you.</source>
        <translation>一个供他人排查“%1”的文件。它只写入您的磁盘；给谁由您决定。</translation>
    </message>
    <message>
        <source>The configuration of the connection and its two gateways</source>
        <translation>该连接及其两个网关的配置</translation>
    </message>
    <message>
        <source>The log of %1</source>
        <translation>%1的日志</translation>
    </message>
    <message>
        <source>The state of its security associations, where an engine runs</source>
        <translation>安全联盟的状态（引擎运行时）</translation>
    </message>
    <message>
        <source>System, kernel and network settings; versions of the program and its libraries</source>
        <translation>系统、内核和网络设置；程序及其库的版本</translation>
    </message>
    <message>
        <source>&amp;Save...</source>
        <translation>保存(&amp;S)...</translation>
    </message>
    <message>
        <source>In it</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>Not in it</source>
        <translation>不包含</translation>
    </message>
    <message>
        <source>Pre-shared keys and private keys: they are not read at all</source>
        <translation>预共享密钥和私钥：完全不读取</translation>
    </message>
    <message>
        <source>Public addresses: each becomes “address-1”, “address-2”...; private ones stay</source>
        <translation>公网地址：分别替换为“address-1”、“address-2”……；私网地址保留</translation>
    </message>
    <message>
        <source>Identities, host names and subjects of certificates: “identity-1”, “identity-2”...</source>
        <translation>标识、主机名和证书主题：替换为“identity-1”、“identity-2”……</translation>
    </message>
    <message>
        <source>The same stand-in stands everywhere for the same thing, and a list in the bundle says how much was taken out.</source>
        <translation>同一内容在各处使用同一代号，支持包中有一份清单说明替换了多少内容。</translation>
    </message>
    <message>
        <source>Public addresses and identities stay in it as they are.</source>
        <translation>公网地址和标识原样保留。</translation>
    </message>
    <message>
        <source>The support bundle was not written. %1</source>
        <translation>支持包没有写入。%1</translation>
    </message>
    <message>
        <source>The support bundle was written to %1.</source>
        <translation>支持包已写入%1。</translation>
    </message>
</context>
<context>
    <name>tw::ui::CaptureDialog</name>
    <message>
        <source>No engine is running, so nothing passes that could be captured. The menu “Connection” starts it.</source>
        <translation>引擎未运行，没有可抓取的报文。可在“连接”菜单中启动引擎。</translation>
    </message>
    <message>
        <source>One capture at a time: “%1” can be captured when this one has ended.</source>
        <translation>同一时间只能抓取一个连接：当前抓包结束后才能抓取“%1”。</translation>
    </message>
    <message>
        <source>To open it in Wireshark with its keys:</source>
        <translation>在Wireshark中连同密钥打开：</translation>
    </message>
    <message>
        <source>Say which file is to be written.</source>
        <translation>请指定要写入的文件。</translation>
    </message>
    <message>
        <source>Write down the keys of SAs that are in use?</source>
        <translation>要写出正在使用的SA的密钥吗？</translation>
    </message>
    <message>
        <source>Write the keys</source>
        <translation>写出密钥</translation>
    </message>
    <message>
        <source>Replace what is there?</source>
        <translation>替换已有的内容吗？</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Capture of “%1”</source>
        <translation>“%1”的抓包</translation>
    </message>
    <message>
        <source>&amp;Start the capture</source>
        <translation>开始抓包(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Re&amp;negotiate now</source>
        <translation>立即重新协商(&amp;N)</translation>
    </message>
    <message>
        <source>Traffic is interrupted until both phases are negotiated anew</source>
        <translation>两个阶段重新协商完成之前流量会中断</translation>
    </message>
    <message>
        <source>&amp;Another capture...</source>
        <translation>再次抓包(&amp;A)...</translation>
    </message>
    <message>
        <source>Open the f&amp;older</source>
        <translation>打开文件夹(&amp;O)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The capture goes on</source>
        <translation>抓包会继续</translation>
    </message>
</context>
<context>
    <name>tw::ui::CaptureForm</name>
    <message>
        <source>File of the capture</source>
        <translation>抓包文件</translation>
    </message>
    <message>
        <source>Captures (*.pcapng)</source>
        <translation>抓包文件 (*.pcapng)</translation>
    </message>
    <message>
        <source>Records the IKE and ESP datagrams of “%1”, as they are on the wire, in a file that Wireshark opens. The tunnel does not wait for it.</source>
        <translation>把“%1”在线路上的IKE和ESP报文原样记录到可用Wireshark打开的文件中。隧道不会因此等待。</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Choose the file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>At most so &amp;long</source>
        <translation>最长时间(&amp;L)</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>At most so la&amp;rge</source>
        <translation>最大大小(&amp;R)</translation>
    </message>
    <message>
        <source> MiB</source>
        <translation> MiB</translation>
    </message>
    <message>
        <source>Also write the &amp;keys that open it</source>
        <translation>同时写出解密所需的密钥(&amp;K)</translation>
    </message>
    <message>
        <source>A directory beside the file, for Wireshark: the keys of SAs that begin while the capture is on, each when its SA has ended.</source>
        <translation>在文件旁生成供Wireshark使用的目录：抓包期间建立的SA的密钥，每个在其SA结束后写出。</translation>
    </message>
    <message>
        <source>Also of SAs that are still in &amp;use, at once</source>
        <translation>也立即写出仍在使用的SA的密钥(&amp;U)</translation>
    </message>
</context>
<context>
    <name>tw::ui::CaptureIndicator</name>
    <message>
        <source>Capture off</source>
        <translation>未抓包</translation>
    </message>
    <message>
        <source>%1, %2. A click shows the capture.</source>
        <translation>%1，%2。点击可查看抓包。</translation>
    </message>
    <message numerus="yes">
        <source>Captured %1: %Ln packet(s)</source>
        <translation>
            <numerusform>已抓取%1：%Ln个报文</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Capturing %1: %Ln packet(s)</source>
        <translation>
            <numerusform>正在抓取%1：%Ln个报文</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::CaptureProgressView</name>
    <message>
        <source>Capturing “%1”</source>
        <translation>正在抓取“%1”</translation>
    </message>
    <message>
        <source>Writing down what is under way...</source>
        <translation>正在写入剩余报文...</translation>
    </message>
    <message>
        <source>Capture of “%1”</source>
        <translation>“%1”的抓包</translation>
    </message>
    <message>
        <source>%1 (IKE %2, ESP %3, keepalives %4)</source>
        <translation>%1（IKE %2，ESP %3，保活%4）</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1: lines of keys: %2</source>
        <translation>%1：密钥行数：%2</translation>
    </message>
    <message>
        <source>Packets</source>
        <translation>报文</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Nothing has passed yet: start the connection, or send something through the tunnel.</source>
        <translation>还没有报文：请启动连接，或通过隧道发送一些数据。</translation>
    </message>
    <message>
        <source>What SAs carry that stood before cannot be opened. Renegotiate, so that new ones take their place.</source>
        <translation>抓包之前已建立的SA的报文无法解密。请重新协商，由新的SA代替。</translation>
    </message>
</context>
<context>
    <name>tw::ui::CertificateDetails</name>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Identities</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>颁发者</translation>
    </message>
    <message>
        <source>Itself</source>
        <translation>自签名</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>生效时间</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>date, what it means</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Of no use for IKE</source>
        <translation>不能用于IKE</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>私钥</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>已导入</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>May issue others</source>
        <translation>可颁发其他证书</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>Fingerprint (SHA-256)</source>
        <translation>指纹 (SHA-256)</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用者</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>无连接</translation>
    </message>
</context>
<context>
    <name>tw::ui::CertificateImporter</name>
    <message>
        <source>Import certificates</source>
        <translation>导入证书</translation>
    </message>
    <message>
        <source>Certificates and keys (%1)</source>
        <translation>证书和密钥 (%1)</translation>
    </message>
    <message>
        <source>All files (%1)</source>
        <translation>所有文件 (%1)</translation>
    </message>
    <message>
        <source>“%1” is protected. Passphrase:</source>
        <translation>“%1”受口令保护。口令：</translation>
    </message>
    <message>
        <source>The passphrase was wrong.</source>
        <translation>口令错误。</translation>
    </message>
    <message>
        <source>“%1” was not imported.</source>
        <translation>未导入“%1”。</translation>
    </message>
    <message>
        <source>The files were not imported.</source>
        <translation>未导入这些文件。</translation>
    </message>
    <message>
        <source>Another file has a private key, too. Import one key at a time.</source>
        <translation>另一个文件也含有私钥。请每次只导入一个私钥。</translation>
    </message>
</context>
<context>
    <name>tw::ui::CertificatesPage</name>
    <message>
        <source>Delete certificate</source>
        <translation>删除证书</translation>
    </message>
    <message>
        <source>Delete the certificate “%1”?</source>
        <translation>删除证书“%1”？</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>No certificates yet</source>
        <translation>还没有证书</translation>
    </message>
    <message>
        <source>Connections can prove themselves by certificates instead of a pre-shared key. Import your own with its private key, and that of the authority (CA) that issued the peer&apos;s.</source>
        <translation>连接可以用证书代替预共享密钥来证明身份。请导入本端证书及其私钥，以及为对端颁发证书的机构 (CA) 的证书。</translation>
    </message>
    <message>
        <source>&amp;Import certificates...</source>
        <translation>导入证书(&amp;I)...</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>&amp;Show...</source>
        <translation>查看(&amp;S)...</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Show all that it says (Enter)</source>
        <translation>查看证书的全部内容 (Enter)</translation>
    </message>
    <message>
        <source>Delete certificates</source>
        <translation>删除证书</translation>
    </message>
    <message>
        <source>No IPsec connection uses it.</source>
        <translation>没有IPsec连接使用它。</translation>
    </message>
    <message>
        <source>Its private key is deleted, too. Until the program ends, this can be undone (Ctrl+Z), and the key stays in the key file until then.</source>
        <translation>其私钥也会删除。程序结束之前可以撤销（Ctrl+Z），私钥在此之前仍保留在密钥文件中。</translation>
    </message>
    <message>
        <source>Until the program ends, this can be undone (Ctrl+Z).</source>
        <translation>程序结束之前可以撤销（Ctrl+Z）。</translation>
    </message>
    <message>
        <source>No IPsec connection uses them.</source>
        <translation>没有IPsec连接使用它们。</translation>
    </message>
    <message>
        <source>Their private keys are deleted, too. Until the program ends, this can be undone (Ctrl+Z), and the keys stay in the key file until then.</source>
        <translation>其私钥也会删除。程序结束之前可以撤销（Ctrl+Z），私钥在此之前仍保留在密钥文件中。</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n certificate(s)?</source>
        <translation>
            <numerusform>删除%n个证书？</numerusform>
        </translation>
    </message>
    <message>
        <source>The certificate “%1” cannot be deleted: IPsec connections use it.</source>
        <translation>证书“%1”无法删除：有IPsec连接正在使用它。</translation>
    </message>
</context>
<context>
    <name>tw::ui::ChecksCard</name>
    <message>
        <source>Check</source>
        <translation>检查项</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Measuring...</source>
        <translation>正在测量...</translation>
    </message>
    <message>
        <source>Run the &amp;checks</source>
        <translation>运行检查(&amp;C)</translation>
    </message>
    <message>
        <source>Pings to the peer and through the tunnel are under way.</source>
        <translation>正在ping对端网关以及隧道另一侧的主机。</translation>
    </message>
    <message>
        <source>Pings the peer and, through the tunnel, a host of its network.</source>
        <translation>ping对端网关，并通过隧道ping对端网络中的一台主机。</translation>
    </message>
    <message>
        <source>One-click diagnosis</source>
        <translation>一键诊断</translation>
    </message>
</context>
<context>
    <name>tw::ui::CommandPalette</name>
    <message>
        <source>Nothing matches “%1”.</source>
        <translation>没有与“%1”匹配的内容。</translation>
    </message>
    <message>
        <source>Search actions, connections, gateways and settings</source>
        <translation>搜索操作、连接、网关和设置</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>What can be chosen</source>
        <translation>可选项</translation>
    </message>
</context>
<context>
    <name>tw::ui::CompareDialog</name>
    <message>
        <source>Compare “%1” with its peer&apos;s configuration</source>
        <translation>将“%1”与对端配置对比</translation>
    </message>
    <message>
        <source>&amp;Other text...</source>
        <translation>其他文本(&amp;O)...</translation>
    </message>
    <message>
        <source>Co&amp;py as text</source>
        <translation>复制为文本(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>对比(&amp;C)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>tw::ui::CompareInput</name>
    <message>
        <source>Open a configuration</source>
        <translation>打开配置</translation>
    </message>
    <message>
        <source>Open the secrets file</source>
        <translation>打开密钥文件</translation>
    </message>
    <message>
        <source>Paste the text here, or open its file.</source>
        <translation>在此粘贴文本，或打开文件。</translation>
    </message>
    <message>
        <source>The content of %1 is used. It is not shown, since it may hold the key. What is pasted here takes its place.</source>
        <translation>使用%1的内容。其中可能有密钥，因此不显示。在此粘贴的内容会取代它。</translation>
    </message>
    <message>
        <source>Some formats keep the key in a second file (ipsec.secrets). Without it keys are not compared.</source>
        <translation>有的格式把密钥放在另一个文件（ipsec.secrets）中。没有它就不比较密钥。</translation>
    </message>
    <message>
        <source>The configuration that the device at the other end really has. It is read and compared with this connection; nothing is stored, and nothing is sent.</source>
        <translation>对端设备实际的配置。读取后与此连接对比；不保存也不发送任何内容。</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>By how it looks</source>
        <translation>按内容识别</translation>
    </message>
    <message>
        <source>Open &amp;secrets...</source>
        <translation>打开密钥文件(&amp;S)...</translation>
    </message>
    <message>
        <source>Configuration of the device</source>
        <translation>设备的配置</translation>
    </message>
    <message>
        <source>&amp;Open a file...</source>
        <translation>打开文件(&amp;O)...</translation>
    </message>
</context>
<context>
    <name>tw::ui::CompareResult</name>
    <message>
        <source>Read as: %1</source>
        <translation>识别为：%1</translation>
    </message>
    <message>
        <source>%1, read as: %2</source>
        <translation>%1，识别为：%2</translation>
    </message>
    <message>
        <source>Connection %1</source>
        <translation>连接%1</translation>
    </message>
    <message>
        <source>Lines that were not understood: %1</source>
        <translation>未识别的行：%1</translation>
    </message>
    <message>
        <source>In its words, with the names that our download uses:</source>
        <translation>按设备的写法（名称与下载的配置相同）：</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>This connection</source>
        <translation>本连接</translation>
    </message>
    <message>
        <source>The device</source>
        <translation>对端设备</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Settings of both sides</source>
        <translation>双方的设置</translation>
    </message>
    <message>
        <source>Connection in the &amp;text</source>
        <translation>文本中的连接(&amp;T)</translation>
    </message>
    <message>
        <source>Take &amp;all over here...</source>
        <translation>全部在此采用(&amp;A)...</translation>
    </message>
    <message>
        <source>Opens the form with everything filled in that must be the same on both sides</source>
        <translation>打开表单，并填入双方必须一致的全部设置</translation>
    </message>
    <message>
        <source>Copy &amp;lines</source>
        <translation>复制这些行(&amp;L)</translation>
    </message>
    <message>
        <source>Lines for the device</source>
        <translation>用于设备的行</translation>
    </message>
</context>
<context>
    <name>tw::ui::ConfigurationPage</name>
    <message>
        <source>Here: %1</source>
        <translation>本端：%1</translation>
    </message>
    <message>
        <source>At the device: %1</source>
        <translation>对端设备：%1</translation>
    </message>
    <message>
        <source>Device: %1</source>
        <translation>设备：%1</translation>
    </message>
    <message>
        <source>Select one connection to see how both sides have to be configured.</source>
        <translation>选择一个连接，查看两端应如何配置。</translation>
    </message>
    <message>
        <source>Do&amp;wnload the peer&apos;s configuration...</source>
        <translation>下载对端配置(&amp;W)...</translation>
    </message>
    <message>
        <source>&amp;Edit...</source>
        <translation>编辑(&amp;E)...</translation>
    </message>
    <message>
        <source>Swapped between the sides</source>
        <translation>两端互换的值</translation>
    </message>
    <message>
        <source>Equal in phase 1 (IKE)</source>
        <translation>第一阶段（IKE）两端相同的值</translation>
    </message>
    <message>
        <source>Equal in phase 2 (IPsec)</source>
        <translation>第二阶段（IPsec）两端相同的值</translation>
    </message>
    <message>
        <source>Values of both sides</source>
        <translation>两端的值</translation>
    </message>
</context>
<context>
    <name>tw::ui::ConnectionDetails</name>
    <message>
        <source>Select one connection to see its traffic.</source>
        <translation>请选择一个连接以查看其流量。</translation>
    </message>
    <message>
        <source>Details of the connection</source>
        <translation>连接详情</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>流量</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Diagnosis</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>体检</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>配置</translation>
    </message>
</context>
<context>
    <name>tw::ui::ConnectionEditor</name>
    <message>
        <source>New IPsec connection</source>
        <translation>新建IPsec连接</translation>
    </message>
    <message>
        <source>Edit IPsec connection “%1”</source>
        <translation>编辑IPsec连接“%1”</translation>
    </message>
    <message>
        <source>Algorithms of both phases:</source>
        <translation>两个阶段的算法：</translation>
    </message>
    <message>
        <source>Use the recommended ones</source>
        <translation>使用推荐配置</translation>
    </message>
    <message>
        <source>Use the cloud console&apos;s defaults</source>
        <translation>使用云控制台默认值</translation>
    </message>
    <message>
        <source>IKEv2, AES-256 in GCM, SHA-256, group 19 and PFS. The peer must be able to do the same.</source>
        <translation>IKEv2、AES-256 GCM、SHA-256、group19，并开启PFS。对端必须同样支持。</translation>
    </message>
    <message>
        <source>What a new connection of the cloud console has: AES-128, SHA-1, group 2.</source>
        <translation>云控制台新建连接的默认值：AES-128、SHA-1、group2。</translation>
    </message>
    <message>
        <source>Advanced configuration: IKE</source>
        <translation>高级配置：IKE配置</translation>
    </message>
    <message>
        <source>Advanced configuration: IPsec</source>
        <translation>高级配置：IPsec配置</translation>
    </message>
    <message>
        <source>Further settings</source>
        <translation>更多设置</translation>
    </message>
    <message>
        <source>This can be saved, but it has consequences.</source>
        <translation>可以保存，但会有以下影响。</translation>
    </message>
    <message>
        <source>Save all the same</source>
        <translation>仍然保存</translation>
    </message>
    <message numerus="yes">
        <source>%n other connection(s) change with it.</source>
        <translation>
            <numerusform>另外%n个连接会随之改变。</numerusform>
        </translation>
    </message>
    <message>
        <source>Change all of them</source>
        <translation>全部修改</translation>
    </message>
    <message>
        <source>Traffic of “%1” will be interrupted.</source>
        <translation>“%1”的流量将会中断。</translation>
    </message>
    <message>
        <source>It takes effect immediately: the security associations that are up are deleted, and both sides negotiate again.</source>
        <translation>配置立即生效：删除已协商成功的SA，双方重新协商。</translation>
    </message>
    <message>
        <source>Save and renegotiate</source>
        <translation>保存并重新协商</translation>
    </message>
    <message>
        <source>Set by the button above; before: %1.</source>
        <translation>由上方的按钮设置；原为：%1。</translation>
    </message>
    <message>
        <source>They were so already: nothing was changed.</source>
        <translation>原本就是如此，没有更改。</translation>
    </message>
    <message>
        <source>Changed: %1.</source>
        <translation>已更改：%1。</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between fields</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>Use those of an older device</source>
        <translation>使用旧设备的配置</translation>
    </message>
    <message>
        <source>What a device has where its administrator chose nothing. All of them are weak today.</source>
        <translation>管理员未作选择时设备的配置。按今天的标准强度都不足。</translation>
    </message>
    <message>
        <source>They share the IKE SA between the same two gateways, so they take over the pre-shared key and the IKE settings:</source>
        <translation>它们与此连接共用同一对网关之间的IKE SA，因此将采用相同的预共享密钥和IKE配置：</translation>
    </message>
</context>
<context>
    <name>tw::ui::ConnectionsPage</name>
    <message>
        <source>Delete the IPsec connection “%1”?</source>
        <translation>确定删除IPsec连接“%1”吗？</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n IPsec connections?</source>
        <translation>
            <numerusform>确定删除%n个IPsec连接吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete IPsec connection</source>
        <translation>删除IPsec连接</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Traffic flowed within the last minute. Stop all the same?</source>
        <translation>最近一分钟内有流量，仍要停止吗？</translation>
    </message>
    <message>
        <source>IPsec connections</source>
        <translation>IPsec连接</translation>
    </message>
    <message>
        <source>No IPsec connection in this region yet</source>
        <translation>此地域还没有IPsec连接</translation>
    </message>
    <message>
        <source>An IPsec connection joins a VPN gateway and a customer gateway: it says which subnets are reached through the tunnel and how both sides protect it.</source>
        <translation>IPsec连接将VPN网关与用户网关连接起来：它规定哪些网段通过隧道互通，以及双方如何保护隧道。</translation>
    </message>
    <message>
        <source>&amp;New IPsec connection...</source>
        <translation>创建IPsec连接(&amp;N)...</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>启动(&amp;S)</translation>
    </message>
    <message>
        <source>Negotiate now (Ctrl+R)</source>
        <translation>立即协商 (Ctrl+R)</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Delete the security associations at the peer (Ctrl+Shift+X)</source>
        <translation>通知对端删除SA (Ctrl+Shift+X)</translation>
    </message>
    <message>
        <source>&amp;Renegotiate</source>
        <translation>重新协商(&amp;R)</translation>
    </message>
    <message>
        <source>Delete the security associations and negotiate both phases anew (Ctrl+Shift+R)</source>
        <translation>删除SA并重新协商两个阶段 (Ctrl+Shift+R)</translation>
    </message>
    <message>
        <source>View &amp;log</source>
        <translation>查看日志(&amp;L)</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>View the log (Ctrl+L)</source>
        <translation>查看日志 (Ctrl+L)</translation>
    </message>
    <message>
        <source>D&amp;uplicate...</source>
        <translation>复制(&amp;U)...</translation>
    </message>
    <message>
        <source>The link breaks at once. Until the program ends, this can be undone (Ctrl+Z), and its pre-shared key comes back too.</source>
        <translation>隧道会立即中断。在程序退出之前可以撤销 (Ctrl+Z)，预共享密钥也会一并恢复。</translation>
    </message>
    <message>
        <source>Until the program ends, this can be undone (Ctrl+Z), and its pre-shared key comes back too.</source>
        <translation>在程序退出之前可以撤销 (Ctrl+Z)，预共享密钥也会一并恢复。</translation>
    </message>
    <message>
        <source>Only connections of which a phase failed, or whose peer does not answer</source>
        <translation>仅显示某一阶段协商失败或对端无应答的连接</translation>
    </message>
    <message>
        <source>Weak</source>
        <translation>弱</translation>
    </message>
    <message>
        <source>Only connections with weak settings</source>
        <translation>仅显示有弱配置的连接</translation>
    </message>
    <message>
        <source>Only connections that are stopped</source>
        <translation>仅显示已停用的连接</translation>
    </message>
    <message>
        <source>Details in a &amp;window of their own</source>
        <translation>在独立窗口中查看详情(&amp;W)</translation>
    </message>
    <message>
        <source>Open the details beside this window (Ctrl+Shift+D)</source>
        <translation>在本窗口之外打开详情 (Ctrl+Shift+D)</translation>
    </message>
    <message>
        <source>Details at the &amp;right</source>
        <translation>详情置于右侧(&amp;R)</translation>
    </message>
    <message>
        <source>Dia&amp;gnosis</source>
        <translation>诊断(&amp;G)</translation>
    </message>
    <message>
        <source>What is wrong, and what can be done about it (Ctrl+G)</source>
        <translation>问题在哪里，可以怎么做 (Ctrl+G)</translation>
    </message>
    <message>
        <source>&amp;One-click diagnosis</source>
        <translation>一键诊断(&amp;O)</translation>
    </message>
    <message>
        <source>Run the five checks of the connection</source>
        <translation>运行该连接的五项检查</translation>
    </message>
    <message>
        <source>Docto&amp;r</source>
        <translation>体检(&amp;R)</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>体检</translation>
    </message>
    <message>
        <source>Follow a packet through the tunnel, ask the path, find the largest packet (Ctrl+Shift+G)</source>
        <translation>跟踪一个报文穿过隧道，检查路径，找出最大报文 (Ctrl+Shift+G)</translation>
    </message>
    <message>
        <source>Test re&amp;key</source>
        <translation>测试重新协商密钥(&amp;K)</translation>
    </message>
    <message>
        <source>Renew the phase 2 SAs now, without an interruption</source>
        <translation>立即更新第二阶段的SA，不中断流量</translation>
    </message>
    <message>
        <source>Report for the other &amp;side...</source>
        <translation>给对端的报告(&amp;S)...</translation>
    </message>
    <message>
        <source>A text for the administrator of the other gateway, without secrets</source>
        <translation>给对端网关管理员的文本，不含任何密钥</translation>
    </message>
    <message>
        <source>Re&amp;hearse...</source>
        <translation>演练(&amp;H)...</translation>
    </message>
    <message>
        <source>Play both sides through in memory (Ctrl+Shift+H)</source>
        <translation>在内存中演练两端 (Ctrl+Shift+H)</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Renegotiate</source>
        <translation>重新协商</translation>
    </message>
    <message>
        <source>Download the p&amp;eer&apos;s configuration...</source>
        <translation>下载对端配置(&amp;E)...</translation>
    </message>
    <message>
        <source>Peer&apos;s configuration</source>
        <translation>下载对端配置</translation>
    </message>
    <message>
        <source>Download the peer&apos;s configuration (Ctrl+Shift+E)</source>
        <translation>下载对端配置（Ctrl+Shift+E）</translation>
    </message>
    <message>
        <source>Com&amp;pare with the peer...</source>
        <translation>与对端配置对比(&amp;P)...</translation>
    </message>
    <message>
        <source>Compare the device&apos;s real configuration with this connection (Ctrl+Shift+M)</source>
        <translation>把设备的实际配置与此连接对比 (Ctrl+Shift+M)</translation>
    </message>
    <message>
        <source>&amp;Capture...</source>
        <translation>抓包(&amp;C)...</translation>
    </message>
    <message>
        <source>Record the datagrams of the tunnel in a file for Wireshark (Ctrl+Shift+P)</source>
        <translation>把隧道的报文记录到供Wireshark使用的文件 (Ctrl+Shift+P)</translation>
    </message>
    <message>
        <source>Change a sett&amp;ing of the selected...</source>
        <translation>更改所选连接的一项设置(&amp;I)...</translation>
    </message>
</context>
<context>
    <name>tw::ui::CustomerGatewayEditor</name>
    <message>
        <source>New customer gateway</source>
        <translation>新建用户网关</translation>
    </message>
    <message>
        <source>Edit customer gateway “%1”</source>
        <translation>编辑用户网关“%1”</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>地域</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;IP address</source>
        <translation>IP地址(&amp;I)</translation>
    </message>
    <message>
        <source>The public address of the device at the other end: IPv4, IPv6, or a DNS name that is looked up before every attempt.</source>
        <translation>对端设备的公网地址：IPv4、IPv6，或每次协商前解析的域名。</translation>
    </message>
    <message>
        <source>&amp;ASN</source>
        <translation>自治系统号(&amp;A)</translation>
    </message>
    <message>
        <source>Optional</source>
        <translation>可选</translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation>描述(&amp;D)</translation>
    </message>
</context>
<context>
    <name>tw::ui::CustomerGatewaysPage</name>
    <message>
        <source>Delete customer gateway</source>
        <translation>删除用户网关</translation>
    </message>
    <message>
        <source>The customer gateway “%1” cannot be deleted: IPsec connections use it.</source>
        <translation>无法删除用户网关“%1”：以下IPsec连接正在使用它。</translation>
    </message>
    <message>
        <source>Delete the customer gateway “%1”?</source>
        <translation>确定删除用户网关“%1”吗？</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Customer gateways</source>
        <translation>用户网关</translation>
    </message>
    <message>
        <source>No customer gateway in this region yet</source>
        <translation>此地域还没有用户网关</translation>
    </message>
    <message>
        <source>A customer gateway is the device at the other end: a router or firewall with its public address. One serves several VPN gateways.</source>
        <translation>用户网关是对端的设备：具有公网地址的路由器或防火墙。一个用户网关可以对应多个VPN网关。</translation>
    </message>
    <message>
        <source>&amp;New customer gateway...</source>
        <translation>创建用户网关(&amp;N)...</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>No IPsec connection uses it. Until the program ends, this can be undone (Ctrl+Z).</source>
        <translation>没有IPsec连接使用它。在程序退出之前可以撤销 (Ctrl+Z)。</translation>
    </message>
    <message>
        <source>Delete customer gateways</source>
        <translation>删除用户网关</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n customer gateway(s)?</source>
        <translation>
            <numerusform>确定删除%n个用户网关？</numerusform>
        </translation>
    </message>
    <message>
        <source>No IPsec connection uses them. Until the program ends, this can be undone (Ctrl+Z).</source>
        <translation>没有IPsec连接使用它们。在程序退出之前可以撤销 (Ctrl+Z)。</translation>
    </message>
</context>
<context>
    <name>tw::ui::DeviceList</name>
    <message>
        <source>Cloud and servers</source>
        <translation>云与服务器</translation>
    </message>
    <message>
        <source>Firewalls and routers</source>
        <translation>防火墙与路由器</translation>
    </message>
    <message>
        <source>Open source</source>
        <translation>开源软件</translation>
    </message>
    <message>
        <source>%1, not possible</source>
        <translation>%1，无法导出</translation>
    </message>
    <message>
        <source>Find a device</source>
        <translation>查找设备</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>设备</translation>
    </message>
</context>
<context>
    <name>tw::ui::DiagnosisPage</name>
    <message>
        <source>Reading the log...</source>
        <translation>正在读取日志...</translation>
    </message>
    <message>
        <source>Select one connection to see its diagnosis.</source>
        <translation>选择一个连接以查看其诊断。</translation>
    </message>
    <message>
        <source>The engine is not running, so nothing can be measured.</source>
        <translation>引擎未运行，无法测量。</translation>
    </message>
    <message>
        <source>Test &amp;rekey</source>
        <translation>测试重新协商密钥(&amp;R)</translation>
    </message>
    <message>
        <source>Renew the phase 2 SAs now, without an interruption: the first SA of IKEv2 never proves that both sides have the same DH group for PFS</source>
        <translation>立即更新第二阶段的SA，不中断流量：IKEv2的第一个SA不能证明两端PFS的DH分组相同</translation>
    </message>
    <message>
        <source>&amp;Doctor</source>
        <translation>体检(&amp;D)</translation>
    </message>
    <message>
        <source>Follow a packet through the tunnel, ask the path, find the largest packet</source>
        <translation>跟踪一个报文穿过隧道，检查路径，找出最大报文</translation>
    </message>
    <message>
        <source>Report for the &amp;other side...</source>
        <translation>给对端的报告(&amp;O)...</translation>
    </message>
    <message>
        <source>A text for the administrator of the other gateway, without secrets</source>
        <translation>给对端网关管理员的文本，不含任何密钥</translation>
    </message>
    <message>
        <source>As the log has it of %1. The settings are those of today.</source>
        <translation>日志所记录的%1的情况。设置为今天的设置。</translation>
    </message>
    <message>
        <source>As it is &amp;now</source>
        <translation>现在的情况(&amp;N)</translation>
    </message>
</context>
<context>
    <name>tw::ui::Disclosure</name>
    <message>
        <source>Unfolded</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>Folded</source>
        <translation>已折叠</translation>
    </message>
</context>
<context>
    <name>tw::ui::DoctorCheckRow</name>
    <message>
        <source>Likely at: %1</source>
        <translation>可能在：%1</translation>
    </message>
    <message>
        <source>Counter</source>
        <translation>计数器</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Counters</source>
        <translation>计数器</translation>
    </message>
    <message>
        <source>On %1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Renegotiate</source>
        <translation>重新协商</translation>
    </message>
    <message>
        <source>Open “%1”</source>
        <translation>打开“%1”</translation>
    </message>
    <message>
        <source>Fill in %1</source>
        <translation>填入%1</translation>
    </message>
    <message>
        <source>Another address</source>
        <translation>换一个地址</translation>
    </message>
</context>
<context>
    <name>tw::ui::DoctorPage</name>
    <message>
        <source>Running...</source>
        <translation>正在运行...</translation>
    </message>
    <message>
        <source>R&amp;un</source>
        <translation>运行(&amp;U)</translation>
    </message>
    <message>
        <source>First host of %1</source>
        <translation>%1的第一台主机</translation>
    </message>
    <message>
        <source>Select one connection to examine its way.</source>
        <translation>选择一个连接以检查其通路。</translation>
    </message>
    <message>
        <source>The engine is not running, so nothing can be examined.</source>
        <translation>引擎未运行，无法检查。</translation>
    </message>
    <message>
        <source>Three doctors: the first follows a packet through the tunnel and back, the second asks whether UDP 500, UDP 4500 and ESP pass, the third finds the largest packet. They send a few pings and two IKE messages, and change nothing.</source>
        <translation>共三项：第一项跟踪一个报文穿过隧道并返回，第二项检查UDP 500、UDP 4500和ESP能否通过，第三项找出能通过的最大报文。它们只发送几个ping和两个IKE报文，不改变任何设置。</translation>
    </message>
    <message>
        <source>&amp;Address behind the peer</source>
        <translation>对端内网地址(&amp;A)</translation>
    </message>
    <message>
        <source>A host of the peer&apos;s subnets that answers pings. Empty: the first one of its first subnet.</source>
        <translation>对端网段中会应答ping的主机。留空：第一个网段的第一台主机。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
</context>
<context>
    <name>tw::ui::DoctorReportView</name>
    <message>
        <source>has an SA</source>
        <translation>有SA</translation>
    </message>
    <message>
        <source>no SA</source>
        <translation>没有SA</translation>
    </message>
    <message>
        <source>Pairs of subnets</source>
        <translation>网段对</translation>
    </message>
    <message>
        <source>Ours</source>
        <translation>本端</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>SA</source>
        <translation>SA</translation>
    </message>
    <message>
        <source>Packets in</source>
        <translation>入向报文</translation>
    </message>
    <message>
        <source>Packets out</source>
        <translation>出向报文</translation>
    </message>
    <message>
        <source>What overlaps with the remote subnets</source>
        <translation>与对端网段重叠的路由和地址</translation>
    </message>
    <message>
        <source>Packets of the path (MTU)</source>
        <translation>路径的报文大小 (MTU)</translation>
    </message>
    <message>
        <source>less the outer IPv6 header</source>
        <translation>减去外层IPv6头</translation>
    </message>
    <message>
        <source>less the outer IPv4 header</source>
        <translation>减去外层IPv4头</translation>
    </message>
    <message>
        <source>less the UDP header</source>
        <translation>减去UDP头</translation>
    </message>
    <message>
        <source>less the ESP header (SPI, sequence number)</source>
        <translation>减去ESP头（SPI、序列号）</translation>
    </message>
    <message>
        <source>less the initialization vector</source>
        <translation>减去初始化向量</translation>
    </message>
    <message>
        <source>less the integrity check value</source>
        <translation>减去完整性校验值</translation>
    </message>
    <message>
        <source>less the ESP trailer</source>
        <translation>减去ESP尾</translation>
    </message>
    <message>
        <source>Inner packets that fit, in whole blocks of %1 bytes</source>
        <translation>可容纳的内层报文（按%1字节的整块）</translation>
    </message>
    <message>
        <source>MTU of the tunnel device</source>
        <translation>隧道设备的MTU</translation>
    </message>
    <message>
        <source>Set in the form</source>
        <translation>表单中的设置</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>当前使用</translation>
    </message>
    <message>
        <source>Found by probing</source>
        <translation>探测结果</translation>
    </message>
    <message>
        <source>MSS that fits</source>
        <translation>合适的MSS</translation>
    </message>
    <message>
        <source>The largest inner packet with %1</source>
        <translation>使用%1时的最大内层报文</translation>
    </message>
    <message>
        <source>The largest inner packet</source>
        <translation>最大内层报文</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>组成</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节</translation>
    </message>
</context>
<context>
    <name>tw::ui::DownloadDialog</name>
    <message>
        <source>Its documentation</source>
        <translation>设备文档</translation>
    </message>
    <message>
        <source>For the device at %1 (customer gateway “%2”), written from its side: local and remote are swapped.</source>
        <translation>用于%1上的设备（用户网关“%2”）。按对端视角书写：本端与对端已互换。</translation>
    </message>
    <message>
        <source>&amp;Copy without the key</source>
        <translation>复制（不含密钥）(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Only you will be able to read the file. Here dots stand in the key&apos;s place.</source>
        <translation>文件仅您本人可以读取。此处以圆点代替密钥。</translation>
    </message>
    <message>
        <source>%1 stands in its place, to be replaced at the device.</source>
        <translation>密钥处为%1，请在设备上替换。</translation>
    </message>
    <message numerus="yes">
        <source>%1 was copied with the key in it. The clipboard is cleared after %n seconds.</source>
        <translation>
            <numerusform>已复制%1，其中含有密钥。剪贴板将在%n秒后清空。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 was copied.</source>
        <translation>已复制%1。</translation>
    </message>
    <message>
        <source>Replace %1 too?</source>
        <translation>是否也替换%1？</translation>
    </message>
    <message>
        <source>The pre-shared key has a file of its own.</source>
        <translation>预共享密钥保存在单独的文件中。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>%1 was not saved: %2.</source>
        <translation>%1未能保存：%2。</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>已保存为%1。</translation>
    </message>
    <message>
        <source>The key is in it: only you can read it.</source>
        <translation>其中含有密钥：仅您本人可以读取。</translation>
    </message>
    <message>
        <source>%1 for “%2”</source>
        <translation>“%2”的%1配置</translation>
    </message>
    <message>
        <source>Sent to the printer.</source>
        <translation>已发送到打印机。</translation>
    </message>
    <message>
        <source>The printer did not take it.</source>
        <translation>打印机未接受该任务。</translation>
    </message>
    <message>
        <source>Peer configuration of “%1”</source>
        <translation>“%1”的对端配置</translation>
    </message>
    <message>
        <source>Put the pre-shared &amp;key in</source>
        <translation>包含预共享密钥(&amp;K)</translation>
    </message>
    <message>
        <source>Copy &amp;with the key</source>
        <translation>复制（含密钥）(&amp;W)</translation>
    </message>
    <message numerus="yes">
        <source>The clipboard is cleared after %n seconds</source>
        <translation>
            <numerusform>剪贴板将在%n秒后清空</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Print...</source>
        <translation>打印(&amp;P)...</translation>
    </message>
    <message>
        <source>&amp;Save...</source>
        <translation>保存(&amp;S)...</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Notes on the file</source>
        <translation>关于文件的说明</translation>
    </message>
</context>
<context>
    <name>tw::ui::DraftSummary</name>
    <message>
        <source>negotiates as soon as it is saved</source>
        <translation>保存后立即协商</translation>
    </message>
    <message>
        <source>negotiates when traffic arrives</source>
        <translation>有流量进入时协商</translation>
    </message>
    <message>
        <source>no tunnel is up, so nothing is interrupted</source>
        <translation>没有已建立的隧道，不会中断任何流量</translation>
    </message>
    <message>
        <source>the tunnel stays as it is</source>
        <translation>隧道保持不变</translation>
    </message>
    <message>
        <source>takes effect when traffic next needs the tunnel</source>
        <translation>下次有流量需要隧道时生效</translation>
    </message>
    <message>
        <source>renegotiates phase 2; traffic is interrupted</source>
        <translation>重新协商第二阶段，流量会中断</translation>
    </message>
    <message>
        <source>renegotiates both phases; traffic is interrupted</source>
        <translation>重新协商两个阶段，流量会中断</translation>
    </message>
    <message>
        <source>no subnets yet</source>
        <translation>尚无网段</translation>
    </message>
    <message numerus="yes">
        <source>%n subnet pair(s)</source>
        <translation>
            <numerusform>%n对网段</numerusform>
        </translation>
    </message>
    <message>
        <source>no PFS</source>
        <translation>无PFS</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>IKE: %1 · IPsec: %2</source>
        <translation>IKE：%1 · IPsec：%2</translation>
    </message>
    <message>
        <source>weak: %1</source>
        <translation>强度不足：%1</translation>
    </message>
</context>
<context>
    <name>tw::ui::ExplainCard</name>
    <message>
        <source>What can be done</source>
        <translation>可以怎么做</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Settings of both sides</source>
        <translation>两端的设置</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Ours</source>
        <translation>本端</translation>
    </message>
    <message>
        <source>Theirs</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>What was seen</source>
        <translation>观察到的事实</translation>
    </message>
    <message>
        <source>Opens this line of the log</source>
        <translation>打开日志中的这一行</translation>
    </message>
</context>
<context>
    <name>tw::ui::ExportNotes</name>
    <message>
        <source>Change “%1” to %2...</source>
        <translation>将“%1”改为%2...</translation>
    </message>
    <message>
        <source>Change “%1”...</source>
        <translation>修改“%1”...</translation>
    </message>
    <message>
        <source>Not confirmed: %1</source>
        <translation>未经确认：%1</translation>
    </message>
</context>
<context>
    <name>tw::ui::ExportPreview</name>
    <message>
        <source>Preview of the file</source>
        <translation>文件预览</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
</context>
<context>
    <name>tw::ui::FacetChips</name>
    <message>
        <source>Lines with this are left out. Click: show them again. Ctrl+click: only these.</source>
        <translation>已排除含有此值的行。单击：重新显示。Ctrl+单击：只显示这些行。</translation>
    </message>
    <message>
        <source>Only lines with this are shown. Click: take the filter away. Ctrl+click: all but these.</source>
        <translation>只显示含有此值的行。单击：取消筛选。Ctrl+单击：排除这些行。</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>全部清除</translation>
    </message>
</context>
<context>
    <name>tw::ui::FactView</name>
    <message>
        <source>%1 (UTC %2)  ·  %3</source>
        <translation>%1（UTC %2）  ·  %3</translation>
    </message>
    <message>
        <source>The two sides do not fit here.</source>
        <translation>两端在此处不一致。</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>We</source>
        <translation>本端</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>Details of the selected line</source>
        <translation>所选行的详情</translation>
    </message>
    <message>
        <source>Copy the line with all its details</source>
        <translation>复制该行及其全部详情</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>关闭详情</translation>
    </message>
</context>
<context>
    <name>tw::ui::FieldChangeDialog</name>
    <message numerus="yes">
        <source>Change a setting of %n connection(s)</source>
        <translation>
            <numerusform>更改%n个连接的一项设置</numerusform>
        </translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前值</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>影响</translation>
    </message>
    <message>
        <source>What becomes of each connection</source>
        <translation>对每个连接的影响</translation>
    </message>
    <message>
        <source>&amp;Setting</source>
        <translation>设置(&amp;S)</translation>
    </message>
    <message>
        <source>New &amp;value</source>
        <translation>新值(&amp;V)</translation>
    </message>
    <message>
        <source>New value</source>
        <translation>新值</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>connection, what happens</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Has this value already</source>
        <translation>已是该值</translation>
    </message>
    <message>
        <source>Stays as it is: %1</source>
        <translation>保持不变：%1</translation>
    </message>
    <message>
        <source>Changes; no traffic is interrupted</source>
        <translation>更改；不中断流量</translation>
    </message>
    <message>
        <source>Changes; takes effect when traffic next needs the tunnel</source>
        <translation>更改；下次有流量需要隧道时生效</translation>
    </message>
    <message>
        <source>Changes; renegotiates phase 2, traffic is interrupted</source>
        <translation>更改；重新协商第二阶段，流量会中断</translation>
    </message>
    <message>
        <source>Changes; renegotiates both phases, traffic is interrupted</source>
        <translation>更改；两个阶段都重新协商，流量会中断</translation>
    </message>
    <message numerus="yes">
        <source>%n change</source>
        <translation>
            <numerusform>更改%n个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n have the value already</source>
        <translation>
            <numerusform>%n个已是该值</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay as they are</source>
        <translation>
            <numerusform>%n个保持不变</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Traffic of %n connection(s) will be interrupted.</source>
        <translation>
            <numerusform>%n个连接的流量将会中断。</numerusform>
        </translation>
    </message>
    <message>
        <source>It takes effect immediately: the security associations that are up are deleted, and both sides negotiate again.</source>
        <translation>配置立即生效：删除已协商成功的SA，双方重新协商。</translation>
    </message>
    <message>
        <source>Save and renegotiate</source>
        <translation>保存并重新协商</translation>
    </message>
</context>
<context>
    <name>tw::ui::FieldForm</name>
    <message>
        <source>Filled in by the diagnosis; it was empty. It is saved with OK.</source>
        <translation>由诊断填入；原来为空。按“确定”后才会保存。</translation>
    </message>
    <message>
        <source>Filled in by the diagnosis; before: %1. It is saved with OK.</source>
        <translation>由诊断填入；原来为：%1。按“确定”后才会保存。</translation>
    </message>
</context>
<context>
    <name>tw::ui::FilterBox</name>
    <message>
        <source>%1 %2</source>
        <extracomment>Beside a filter: %1 is a state such as &quot;Failed&quot;, %2 how many are in it</extracomment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>tw::ui::FindBar</name>
    <message>
        <source>%1 so far...</source>
        <translation>目前%1处……</translation>
    </message>
    <message>
        <source>Not found in these lines</source>
        <translation>这些行中没有找到</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第%1处，共%2处</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n行</numerusform>
        </translation>
    </message>
    <message>
        <source>Find in these lines</source>
        <translation>在这些行中查找</translation>
    </message>
    <message>
        <source>Previous line with these words (Shift+F3)</source>
        <translation>上一处（Shift+F3）</translation>
    </message>
    <message>
        <source>Previous hit</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next line with these words (F3)</source>
        <translation>下一处（F3）</translation>
    </message>
    <message>
        <source>Next hit</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Close the search (Esc)</source>
        <translation>关闭查找（Esc）</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>关闭查找</translation>
    </message>
</context>
<context>
    <name>tw::ui::FirstSteps</name>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>入门步骤</translation>
    </message>
    <message>
        <source>Four steps lead to a tunnel. The last one needs neither a peer nor a privilege.</source>
        <translation>四步即可得到一条隧道。最后一步既不需要对端，也不需要权限。</translation>
    </message>
    <message>
        <source>1. VPN gateway</source>
        <translation>1. VPN网关</translation>
    </message>
    <message>
        <source>2. Customer gateway</source>
        <translation>2. 用户网关</translation>
    </message>
    <message>
        <source>3. IPsec connection</source>
        <translation>3. IPsec连接</translation>
    </message>
    <message>
        <source>4. Rehearsal</source>
        <translation>4. 演练</translation>
    </message>
    <message>
        <source>This end: the address of this machine that peers know.</source>
        <translation>本端：对端所知的本机地址。</translation>
    </message>
    <message>
        <source>The device at the other end, by its address or name.</source>
        <translation>另一端的设备，用其地址或名称表示。</translation>
    </message>
    <message>
        <source>Which subnets are joined, and how the traffic between them is protected.</source>
        <translation>连接哪些网段，以及如何保护它们之间的流量。</translation>
    </message>
    <message>
        <source>Both ends are played through in memory, before you touch the other device.</source>
        <translation>在动对端设备之前，先在内存中演练两端。</translation>
    </message>
    <message>
        <source>Add VPN gateway...</source>
        <translation>添加VPN网关...</translation>
    </message>
    <message>
        <source>Add customer gateway...</source>
        <translation>添加用户网关...</translation>
    </message>
    <message>
        <source>New IPsec connection...</source>
        <translation>新建IPsec连接...</translation>
    </message>
    <message>
        <source>Rehearse...</source>
        <translation>演练...</translation>
    </message>
    <message>
        <source>Or look around first: a demo pair makes all three, to be rehearsed at once and undone whenever you like.</source>
        <translation>或者先随便看看：演示组合会一次建好这三样，可立即演练，也可随时撤销。</translation>
    </message>
    <message>
        <source>Try a demo pair</source>
        <translation>试用演示组合</translation>
    </message>
    <message>
        <source>Do not show this again</source>
        <translation>不再显示</translation>
    </message>
</context>
<context>
    <name>tw::ui::FixActions</name>
    <message>
        <source>The connection is being started.</source>
        <translation>正在启动连接。</translation>
    </message>
    <message>
        <source>Both phases are negotiated anew.</source>
        <translation>正在重新协商两个阶段。</translation>
    </message>
    <message>
        <source>The phase 2 SAs are being renewed, without an interruption. What comes of it is shown here.</source>
        <translation>正在更新第二阶段的SA，不中断流量。结果会显示在这里。</translation>
    </message>
    <message>
        <source>A second IKE SA is set up with the saved key and identity, a wide list of phase 2 algorithms is offered once, and the SA is deleted again. A peer that allows just one SA may drop the tunnel that stands.</source>
        <translation>用已保存的密钥和身份另建一个IKE SA，提供一次范围很广的第二阶段算法列表，然后删除该SA。只允许一个SA的对端可能会断开现有隧道。</translation>
    </message>
    <message>
        <source>One message of phase 1 is sent, which offers a wide list of algorithms, weak ones too. It ends before anybody proves who they are: no key is used, and no SA is made.</source>
        <translation>发送一个第一阶段报文，其中列出范围很广的算法，也包括弱算法。在任何一方证明身份之前即结束：不使用密钥，也不建立SA。</translation>
    </message>
    <message>
        <source>Ask the peer for its algorithms</source>
        <translation>询问对端的算法</translation>
    </message>
    <message>
        <source>Send a probe to the other gateway?</source>
        <translation>要向对端网关发送探测吗？</translation>
    </message>
    <message>
        <source>The saved connection does not change. The other gateway sees the list in its log.</source>
        <translation>已保存的连接不会改变。对端网关的日志中会看到该列表。</translation>
    </message>
    <message>
        <source>Send the probe</source>
        <translation>发送探测</translation>
    </message>
    <message>
        <source>The probe is under way. What the peer takes is shown here.</source>
        <translation>正在探测。对端接受的算法会显示在这里。</translation>
    </message>
</context>
<context>
    <name>tw::ui::FollowPill</name>
    <message numerus="yes">
        <source>%n new line(s)</source>
        <translation>
            <numerusform>%n条新日志</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the end and follow the log (End)</source>
        <translation>跳到末尾并实时跟踪 (End)</translation>
    </message>
</context>
<context>
    <name>tw::ui::FurtherPage</name>
    <message>
        <source>Computed from the algorithms and the encapsulation</source>
        <translation>根据算法和封装自动计算</translation>
    </message>
    <message>
        <source>Computed from the MTU</source>
        <translation>根据MTU自动计算</translation>
    </message>
    <message>
        <source>How far packets may overtake each other. 0 turns the check off.</source>
        <translation>允许报文乱序的范围。0表示关闭检查。</translation>
    </message>
    <message>
        <source>With 32 bits a new key is due after four thousand million packets: about an hour at a million a second.</source>
        <translation>使用32位计数时，约43亿个报文后必须更换密钥：每秒一百万个报文时约一小时。</translation>
    </message>
</context>
<context>
    <name>tw::ui::GeneralPage</name>
    <message>
        <source>For example: 192.168.1.0/24, 192.168.2.0/24</source>
        <translation>例如：192.168.1.0/24, 192.168.2.0/24</translation>
    </message>
    <message>
        <source>For example: 172.16.0.0/12</source>
        <translation>例如：172.16.0.0/12</translation>
    </message>
    <message>
        <source>No: negotiate when traffic arrives</source>
        <translation>否：当有流量进入时进行协商</translation>
    </message>
    <message>
        <source>Yes: negotiate as soon as it is saved</source>
        <translation>是：配置完成后立即进行协商</translation>
    </message>
    <message>
        <source>New...</source>
        <translation>新建...</translation>
    </message>
    <message>
        <source>New VPN gateway</source>
        <translation>新建VPN网关</translation>
    </message>
    <message>
        <source>New customer gateway</source>
        <translation>新建用户网关</translation>
    </message>
    <message>
        <source>The gateways of a saved connection do not change. Create another connection instead.</source>
        <translation>已保存连接的网关不能修改，请新建连接。</translation>
    </message>
    <message>
        <source>Choose one, or create it with New</source>
        <translation>请选择，或点击“新建”创建</translation>
    </message>
</context>
<context>
    <name>tw::ui::HelpWindow</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>搜索帮助</translation>
    </message>
    <message>
        <source>Contents of the help</source>
        <translation>帮助目录</translation>
    </message>
    <message>
        <source>Help text</source>
        <translation>帮助正文</translation>
    </message>
    <message>
        <source>No section has all of these words.</source>
        <translation>没有包含所有这些词的章节。</translation>
    </message>
</context>
<context>
    <name>tw::ui::IkePage</name>
    <message>
        <source>The public IP of the VPN gateway</source>
        <translation>VPN网关的公网IP</translation>
    </message>
    <message>
        <source>The IP address of the customer gateway</source>
        <translation>用户网关的IP地址</translation>
    </message>
    <message>
        <source>Aggressive mode is suggested for identities that are names. It shows the identities to everyone on the path, and a recorded handshake can be searched for the key.</source>
        <translation>标识为FQDN格式时建议使用野蛮模式（aggressive）。该模式会向途经的所有人暴露标识，且被记录的握手可用来破解密钥。</translation>
    </message>
    <message>
        <source>Only IKEv1 has modes.</source>
        <translation>只有IKEv1区分协商模式。</translation>
    </message>
    <message>
        <source>The encryption algorithm authenticates by itself; this one derives the keys (PRF).</source>
        <translation>加密算法自带认证，此处的算法用于派生密钥（PRF）。</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>certificate, expiry</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Fingerprint: %1</source>
        <translation>指纹：%1</translation>
    </message>
    <message>
        <source>Choose, or import one with its private key</source>
        <translation>请选择，或导入证书及其私钥</translation>
    </message>
    <message>
        <source>Choose, or import the one that issued the peer&apos;s</source>
        <translation>请选择，或导入对端证书的颁发机构证书</translation>
    </message>
</context>
<context>
    <name>tw::ui::ImportChoicesPage</name>
    <message>
        <source>not ready</source>
        <translation>还不完整</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>look at it</source>
        <translation>请查看</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Create another one</source>
        <translation>再创建一个</translation>
    </message>
    <message>
        <source>Create it</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>Change the one that is there</source>
        <translation>修改已有的</translation>
    </message>
    <message>
        <source>Leave the one that is there</source>
        <translation>保留已有的</translation>
    </message>
    <message>
        <source>Leave it out</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>A new one</source>
        <translation>新建</translation>
    </message>
    <message numerus="yes">
        <source>That of the text, %n characters</source>
        <translation>
            <numerusform>文本中的密钥，%n个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>The stored one stays</source>
        <translation>保留已存储的密钥</translation>
    </message>
    <message>
        <source>That of the connection whose phase 1 it shares</source>
        <translation>与之共用第一阶段的连接的密钥</translation>
    </message>
    <message>
        <source>The key that the peer has</source>
        <translation>对端使用的密钥</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Connections to be imported</source>
        <translation>要导入的连接</translation>
    </message>
    <message>
        <source>&amp;What to do</source>
        <translation>怎么办(&amp;W)</translation>
    </message>
    <message>
        <source>N&amp;ame</source>
        <translation>名称(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;VPN gateway (our side)</source>
        <translation>VPN网关（本端）(&amp;V)</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>其名称</translation>
    </message>
    <message>
        <source>Its public address</source>
        <translation>其公网地址</translation>
    </message>
    <message>
        <source>&amp;Customer gateway (the peer)</source>
        <translation>用户网关（对端）(&amp;C)</translation>
    </message>
    <message>
        <source>Its address</source>
        <translation>其地址</translation>
    </message>
    <message>
        <source>&amp;Subnets on our side</source>
        <translation>本端网段(&amp;S)</translation>
    </message>
    <message>
        <source>S&amp;ubnets at the peer</source>
        <translation>对端网段(&amp;U)</translation>
    </message>
    <message>
        <source>Pre-shared &amp;key</source>
        <translation>预共享密钥(&amp;K)</translation>
    </message>
    <message>
        <source>Proposal of phase &amp;1</source>
        <translation>第一阶段的提议(&amp;1)</translation>
    </message>
    <message>
        <source>Proposal of phase &amp;2</source>
        <translation>第二阶段的提议(&amp;2)</translation>
    </message>
    <message>
        <source>Name of the new VPN gateway</source>
        <translation>新VPN网关的名称</translation>
    </message>
    <message>
        <source>Public address of the new VPN gateway</source>
        <translation>新VPN网关的公网地址</translation>
    </message>
    <message>
        <source>Name of the new customer gateway</source>
        <translation>新用户网关的名称</translation>
    </message>
    <message>
        <source>Address of the new customer gateway</source>
        <translation>新用户网关的地址</translation>
    </message>
    <message>
        <source>Pre-shared key</source>
        <translation>预共享密钥</translation>
    </message>
    <message>
        <source>Subnets on our side</source>
        <translation>本端网段</translation>
    </message>
    <message>
        <source>Subnets at the peer</source>
        <translation>对端网段</translation>
    </message>
</context>
<context>
    <name>tw::ui::ImportReadingPage</name>
    <message>
        <source>(without a name)</source>
        <translation>（没有名称）</translation>
    </message>
    <message>
        <source>in the text</source>
        <translation>文本中有</translation>
    </message>
    <message>
        <source>not in it</source>
        <translation>文本中没有</translation>
    </message>
    <message>
        <source>Address: the text does not say</source>
        <translation>地址：文本没有写</translation>
    </message>
    <message>
        <source>Address: %1</source>
        <translation>地址：%1</translation>
    </message>
    <message>
        <source>Subnets: the text does not say</source>
        <translation>网段：文本没有写</translation>
    </message>
    <message>
        <source>Subnets: %1</source>
        <translation>网段：%1</translation>
    </message>
    <message>
        <source>Identity: %1</source>
        <translation>身份标识：%1</translation>
    </message>
    <message>
        <source>its address</source>
        <translation>其地址</translation>
    </message>
    <message>
        <source>Known here as “%1”</source>
        <translation>在这里是“%1”</translation>
    </message>
    <message>
        <source>Phase 1: %1</source>
        <translation>第一阶段：%1</translation>
    </message>
    <message>
        <source>Phase 2: %1</source>
        <translation>第二阶段：%1</translation>
    </message>
    <message>
        <source>Everything in the text was understood.</source>
        <translation>文本全部读懂了。</translation>
    </message>
    <message numerus="yes">
        <source>Not understood, and not taken over: the first %n places</source>
        <translation>
            <numerusform>没有读懂、也没有采用的地方：前%n处</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not understood, and not taken over: %n places</source>
        <translation>
            <numerusform>没有读懂、也没有采用的地方：%n处</numerusform>
        </translation>
    </message>
    <message>
        <source>Whose configuration is it?</source>
        <translation>这是谁的配置？</translation>
    </message>
    <message>
        <source>That of the &amp;peer</source>
        <translation>对端的(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Ours</source>
        <translation>我方的(&amp;O)</translation>
    </message>
    <message>
        <source>What the text calls local is at the other end.</source>
        <translation>文本中的“本端”在另一端。</translation>
    </message>
    <message>
        <source>What the text calls local is our side.</source>
        <translation>文本中的“本端”是我方。</translation>
    </message>
    <message>
        <source>Our side</source>
        <translation>本端</translation>
    </message>
    <message>
        <source>The peer</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>Name in the text</source>
        <translation>文本中的名称</translation>
    </message>
    <message>
        <source>Subnets on our side</source>
        <translation>本端网段</translation>
    </message>
    <message>
        <source>Subnets at the peer</source>
        <translation>对端网段</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Connections that were understood</source>
        <translation>读懂的连接</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>How it begins</source>
        <translation>开头</translation>
    </message>
    <message>
        <source>What was not understood</source>
        <translation>没有读懂的内容</translation>
    </message>
</context>
<context>
    <name>tw::ui::ImportSourcePage</name>
    <message>
        <source>Open a configuration</source>
        <translation>打开配置</translation>
    </message>
    <message>
        <source>“%1” and “%2” are two configurations. Import one after the other.</source>
        <translation>“%1”和“%2”是两份配置。请逐个导入。</translation>
    </message>
    <message>
        <source>Recognised: %1</source>
        <translation>已识别：%1</translation>
    </message>
    <message>
        <source>Recognised by its look</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>The secrets: %1</source>
        <translation>密钥文件：%1</translation>
    </message>
    <message>
        <source>It looks like none of the formats that are known. If you know which it is, choose it above.</source>
        <translation>看起来不是任何已知的格式。如果知道是哪一种，请在上面选择。</translation>
    </message>
    <message numerus="yes">
        <source>%n connections were understood.</source>
        <translation>
            <numerusform>读懂了%n个连接。</numerusform>
        </translation>
    </message>
    <message>
        <source>The marked lines were not; the next page lists them.</source>
        <translation>标出的行没有读懂，下一页列出了它们。</translation>
    </message>
    <message>
        <source>Open or paste the configuration of the other device, or one of our own: what the download of a peer&apos;s configuration wrote, what the device shows, or the JSON of the cloud. Nothing is stored before the last step.</source>
        <translation>打开或粘贴对端设备的配置，或我方自己的配置：下载对端配置得到的文件、设备上显示的配置或云上的JSON都可以。到最后一步之前，不会存储任何内容。</translation>
    </message>
    <message>
        <source>&amp;Open a file...</source>
        <translation>打开文件(&amp;O)...</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Configuration</source>
        <translation>配置(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Secrets (ipsec.secrets), where the keys stand in a file of their own</source>
        <translation>密钥文件（ipsec.secrets），密钥单独存放时使用(&amp;S)</translation>
    </message>
    <message>
        <source>Paste the text here, or drop the file</source>
        <translation>把文本粘贴到这里，或拖入文件</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>密钥文件</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
</context>
<context>
    <name>tw::ui::ImportSummaryPage</name>
    <message>
        <source>Nothing will be stored: every connection is there already, or is left out.</source>
        <translation>不会存储任何内容：每个连接要么已经存在，要么不导入。</translation>
    </message>
    <message>
        <source>In the region “%1”. All of it is stored at once, or nothing; it can be undone as one step.</source>
        <translation>存到地域“%1”。要么一次全部存储，要么都不存储；可以作为一步撤销。</translation>
    </message>
    <message>
        <source>create</source>
        <translation>创建</translation>
    </message>
    <message>
        <source>VPN gateway “%1”</source>
        <translation>VPN网关“%1”</translation>
    </message>
    <message>
        <source>Customer gateway “%1”</source>
        <translation>用户网关“%1”</translation>
    </message>
    <message>
        <source>change</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>leave out</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>IPsec connection “%1”</source>
        <translation>IPsec连接“%1”</translation>
    </message>
    <message>
        <source>What</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>How</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Nothing was stored.</source>
        <translation>没有存储任何内容。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>connection, what is wrong</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>tw::ui::ImportWizard</name>
    <message>
        <source>&amp;Next</source>
        <translation>下一步(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>导入(&amp;I)</translation>
    </message>
    <message numerus="yes">
        <source>&amp;Import %n</source>
        <translation>
            <numerusform>导入%n个(&amp;I)</numerusform>
        </translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>What was understood</source>
        <translation>读懂的内容</translation>
    </message>
    <message>
        <source>Gateways, names, keys</source>
        <translation>网关、名称和密钥</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>汇总</translation>
    </message>
    <message>
        <source>Step %1 of %2: %3</source>
        <translation>第%1步，共%2步：%3</translation>
    </message>
    <message>
        <source>Import connections</source>
        <translation>导入连接</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>上一步(&amp;B)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>tw::ui::IpsecPage</name>
    <message>
        <source>Any group but disabled turns on PFS: each renegotiation makes fresh keys. The peer must have PFS on with the same group. For peers without PFS choose disabled.</source>
        <translation>选择“禁用”以外的任何分组都会开启PFS：每次重协商都更新密钥，对端也须以相同分组开启PFS。对于不支持PFS的对端，请选择“禁用”。</translation>
    </message>
</context>
<context>
    <name>tw::ui::KeysDialog</name>
    <message>
        <source>Keyboard</source>
        <translation>快捷键</translation>
    </message>
</context>
<context>
    <name>tw::ui::LadderView</name>
    <message>
        <source>We</source>
        <translation>本端</translation>
    </message>
    <message>
        <source>We  %1</source>
        <translation>本端  %1</translation>
    </message>
    <message>
        <source>Peer</source>
        <translation>对端</translation>
    </message>
    <message>
        <source>%1  Peer</source>
        <translation>%1  对端</translation>
    </message>
    <message>
        <source>Negotiation</source>
        <translation>协商过程</translation>
    </message>
    <message>
        <source>The selected line belongs to no negotiation.</source>
        <translation>所选行不属于任何协商。</translation>
    </message>
    <message>
        <source>Messages between us and the peer</source>
        <translation>本端与对端之间的消息</translation>
    </message>
    <message>
        <source>Copy the negotiation</source>
        <translation>复制协商过程</translation>
    </message>
    <message>
        <source>As &amp;text</source>
        <translation>作为文本(&amp;T)</translation>
    </message>
    <message>
        <source>As a &amp;Mermaid diagram</source>
        <translation>作为Mermaid图(&amp;M)</translation>
    </message>
    <message>
        <source>Close the negotiation</source>
        <translation>关闭协商过程</translation>
    </message>
</context>
<context>
    <name>tw::ui::LogExporter</name>
    <message numerus="yes">
        <source>%n line(s) written to %1.</source>
        <translation>
            <numerusform>已将%n行写入%1。</numerusform>
        </translation>
    </message>
    <message>
        <source>The log was not exported. %1</source>
        <translation>日志没有导出。%1</translation>
    </message>
    <message>
        <source>Export the log</source>
        <translation>导出日志</translation>
    </message>
</context>
<context>
    <name>tw::ui::LogPage</name>
    <message>
        <source>Select one connection to see its log.</source>
        <translation>请选择一个连接以查看其日志。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the selected lines, or all of them</source>
        <translation>复制选中的行，未选中时复制全部</translation>
    </message>
    <message>
        <source>These minutes hold more lines than are shown: only the newest %1. A filter or a shorter window shows the others.</source>
        <translation>这段时间的日志行多于显示的行数：只显示最新的%1行。使用筛选或更短的时间窗口可查看其他行。</translation>
    </message>
    <message>
        <source>There is no log to show.</source>
        <translation>没有可显示的日志。</translation>
    </message>
    <message numerus="yes">
        <source>This time is not kept. The log is kept for %n day(s); the oldest line may be of %1.</source>
        <translation>
            <numerusform>这段时间的日志没有保留。日志保留%n天；最早可查到%1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading the log...</source>
        <translation>正在读取日志……</translation>
    </message>
    <message>
        <source>No line of these minutes passes the filter.</source>
        <translation>这段时间没有符合筛选条件的日志。</translation>
    </message>
    <message numerus="yes">
        <source>Nothing was logged for “%1” in the last %n minute(s). What happens now appears here.</source>
        <translation>
            <numerusform>最近%n分钟“%1”没有日志。新的日志会显示在这里。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing was logged in the last %n minute(s). What happens now appears here.</source>
        <translation>
            <numerusform>最近%n分钟没有日志。新的日志会显示在这里。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was recorded in these minutes: no engine was running.</source>
        <translation>这段时间没有记录：引擎没有运行。</translation>
    </message>
    <message>
        <source>Nothing was logged in these minutes.</source>
        <translation>这段时间没有日志。</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Show the &amp;negotiation</source>
        <translation>显示协商过程(&amp;N)</translation>
    </message>
    <message>
        <source>Only “%1”</source>
        <translation>只显示“%1”</translation>
    </message>
    <message>
        <source>All connections</source>
        <translation>全部连接</translation>
    </message>
    <message>
        <source>The engine itself</source>
        <translation>引擎自身</translation>
    </message>
    <message>
        <source>Negotiation</source>
        <translation>协商过程</translation>
    </message>
    <message>
        <source>Show the messages of the negotiation of the selected line</source>
        <translation>显示所选行所属协商的消息</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Show what stands behind the selected line (Enter)</source>
        <translation>显示所选行的详细内容（Enter）</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Find words in these lines (Ctrl+F)</source>
        <translation>在这些行中查找（Ctrl+F）</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter by a value of the selected line</source>
        <translation>按所选行的值筛选</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Export, columns and the timeline as a table</source>
        <translation>导出、列和表格形式的时间轴</translation>
    </message>
    <message>
        <source>Export as &amp;text...</source>
        <translation>导出为文本(&amp;T)...</translation>
    </message>
    <message>
        <source>Export as &amp;CSV...</source>
        <translation>导出为CSV(&amp;C)...</translation>
    </message>
    <message>
        <source>Export as &amp;JSON lines...</source>
        <translation>导出为JSON行(&amp;J)...</translation>
    </message>
    <message>
        <source>Timeline as a t&amp;able...</source>
        <translation>以表格显示时间轴(&amp;A)...</translation>
    </message>
    <message>
        <source>C&amp;olumns...</source>
        <translation>列(&amp;O)...</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Go to the oldest minutes that are kept</source>
        <translation>转到保留的最早时间</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Whose log is shown</source>
        <translation>显示谁的日志</translation>
    </message>
    <message>
        <source>Support &amp;bundle...</source>
        <translation>支持包(&amp;B)...</translation>
    </message>
    <message>
        <source>Ca&amp;pture the datagrams...</source>
        <translation>抓取报文(&amp;P)...</translation>
    </message>
    <message>
        <source>&amp;What was wrong then?</source>
        <translation>当时出了什么问题？(&amp;W)</translation>
    </message>
</context>
<context>
    <name>tw::ui::LogTimes</name>
    <message>
        <source>%1 (UTC %2)</source>
        <translation>%1（UTC %2）</translation>
    </message>
    <message>
        <source>%1–%2 (UTC %3–%4)</source>
        <translation>%1–%2（UTC %3–%4）</translation>
    </message>
    <message>
        <source>Recorded, and nothing was logged.</source>
        <translation>有记录，但没有日志。</translation>
    </message>
    <message>
        <source>Not recorded: no engine was running.</source>
        <translation>没有记录：引擎没有运行。</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n条错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n条警告</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other line(s)</source>
        <translation>
            <numerusform>%n条其他日志</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>▲ %n tunnel(s) came up</source>
        <translation>
            <numerusform>▲ %n条隧道建立</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>▼ %n tunnel(s) went down</source>
        <translation>
            <numerusform>▼ %n条隧道中断</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>○ %n rekey(s)</source>
        <translation>
            <numerusform>○ %n次密钥更新</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::LogView</name>
    <message>
        <source>Fit columns to contents</source>
        <translation>按内容调整列宽</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>恢复默认列</translation>
    </message>
    <message>
        <source>Only %1</source>
        <extracomment>A filter; %1 is such as &quot;Level: Warning&quot;</extracomment>
        <translation>只显示%1</translation>
    </message>
    <message>
        <source>Without %1</source>
        <extracomment>A filter; %1 is such as &quot;Level: Debug&quot;</extracomment>
        <translation>排除%1</translation>
    </message>
    <message>
        <source>Log lines</source>
        <translation>日志行</translation>
    </message>
    <message>
        <source>Plus shows only lines with the value of the current cell, minus leaves them out.</source>
        <translation>加号只显示含有当前单元格值的行，减号排除这些行。</translation>
    </message>
    <message>
        <source>Only lines with this value (+); with Ctrl: all but these (-)</source>
        <translation>只显示含有此值的行（+）；按住Ctrl：排除这些行（-）</translation>
    </message>
    <message>
        <source>Filter by this value</source>
        <translation>按此值筛选</translation>
    </message>
</context>
<context>
    <name>tw::ui::MainWindow</name>
    <message>
        <source>Remove region</source>
        <translation>移除地域</translation>
    </message>
    <message numerus="yes">
        <source>The region “%1” cannot be removed: it holds %n object(s).</source>
        <translation>
            <numerusform>无法移除地域“%1”：其中有%n个对象。</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove the region “%1”?</source>
        <translation>确定移除地域“%1”吗？</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Engine stopped</source>
        <translation>引擎已停止</translation>
    </message>
    <message>
        <source>Engine starting</source>
        <translation>引擎正在启动</translation>
    </message>
    <message>
        <source>Engine running</source>
        <translation>引擎正在运行</translation>
    </message>
    <message>
        <source>Engine running on %1</source>
        <translation>引擎正在%1上运行</translation>
    </message>
    <message>
        <source>Engine failed: %1</source>
        <translation>引擎故障：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n up</source>
        <translation>
            <numerusform>%n个已连通</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n negotiating</source>
        <translation>
            <numerusform>%n个协商中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n个失败</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n个等待流量</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stopped</source>
        <translation>
            <numerusform>%n个已停用</numerusform>
        </translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message numerus="yes">
        <source>Quit and take down %n tunnel(s)?</source>
        <translation>
            <numerusform>退出并断开%n条隧道吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>Deleting the security associations at the peers...</source>
        <translation>正在通知对端删除SA...</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Connection</source>
        <translation>连接(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Region</source>
        <translation>地域(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>As the &amp;desktop</source>
        <translation>跟随系统(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>D&amp;ark</source>
        <translation>深色(&amp;A)</translation>
    </message>
    <message>
        <source>VPN gateways</source>
        <translation>VPN网关</translation>
    </message>
    <message>
        <source>Customer gateways</source>
        <translation>用户网关</translation>
    </message>
    <message>
        <source>IPsec connections</source>
        <translation>IPsec连接</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Tool bar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source>Re&amp;gion</source>
        <translation>地域(&amp;G)</translation>
    </message>
    <message>
        <source>Add, rename or remove a region</source>
        <translation>添加、重命名或移除地域</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>地域</translation>
    </message>
    <message>
        <source>New &amp;IPsec connection...</source>
        <translation>创建IPsec连接(&amp;I)...</translation>
    </message>
    <message>
        <source>&amp;Find in the list</source>
        <translation>在列表中查找(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Look again at what the system allows</source>
        <translation>重新检查系统权限(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation>关闭窗口(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Add region...</source>
        <translation>添加地域(&amp;A)...</translation>
    </message>
    <message>
        <source>&amp;Rename region...</source>
        <translation>重命名地域(&amp;R)...</translation>
    </message>
    <message>
        <source>Re&amp;move region...</source>
        <translation>移除地域(&amp;M)...</translation>
    </message>
    <message>
        <source>&amp;Keyboard...</source>
        <translation>快捷键(&amp;K)...</translation>
    </message>
    <message>
        <source>&amp;About Tunnelwright</source>
        <translation>关于Tunnelwright(&amp;A)</translation>
    </message>
    <message>
        <source>D&amp;uplicate...</source>
        <translation>复制(&amp;U)...</translation>
    </message>
    <message>
        <source>&amp;Delete...</source>
        <translation>删除(&amp;D)...</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete (Del)</source>
        <translation>删除 (Del)</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Edit the selected object</source>
        <translation>编辑选中的对象</translation>
    </message>
    <message>
        <source>Any letter</source>
        <translation>任意字符</translation>
    </message>
    <message>
        <source>Filter the list</source>
        <translation>筛选列表</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>清除筛选</translation>
    </message>
    <message>
        <source>Alt+Left, Alt+Right</source>
        <translation>Alt+Left、Alt+Right</translation>
    </message>
    <message>
        <source>Home, End</source>
        <translation>Home、End</translation>
    </message>
    <message>
        <source>First and last line of the log; End follows it again</source>
        <translation>日志的第一行和最后一行；End恢复实时跟踪</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Ctrl+C</translation>
    </message>
    <message>
        <source>Copy the selected rows</source>
        <translation>复制选中的行</translation>
    </message>
    <message>
        <source>Ctrl+Return</source>
        <translation>Ctrl+Return</translation>
    </message>
    <message>
        <source>OK in a dialog</source>
        <translation>在对话框中确定</translation>
    </message>
    <message>
        <source>About Tunnelwright</source>
        <translation>关于Tunnelwright</translation>
    </message>
    <message>
        <source>&lt;b&gt;Tunnelwright %1&lt;/b&gt;</source>
        <translation>&lt;b&gt;Tunnelwright %1&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Console and engine for IPsec site-to-site connections.
Apache License 2.0</source>
        <translation>IPsec站点到站点连接的控制台与引擎。
Apache许可证2.0</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Se&amp;ttings...</source>
        <translation>设置(&amp;T)...</translation>
    </message>
    <message>
        <source>Start the &amp;engine</source>
        <translation>启动引擎(&amp;E)</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Command &amp;palette...</source>
        <translation>命令面板(&amp;P)...</translation>
    </message>
    <message>
        <source>Close window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Keep the tunnels when the window is closed?</source>
        <translation>关闭窗口后是否保持隧道？</translation>
    </message>
    <message>
        <source>The program then goes on with an icon in the tray, which opens the window again. The settings remember what you choose.</source>
        <translation>程序将继续运行，并在托盘中显示图标，可从该图标重新打开窗口。您的选择会保存在设置中。</translation>
    </message>
    <message>
        <source>Keep the tunnels</source>
        <translation>保持隧道</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Engine without privileges</source>
        <translation>引擎缺少权限</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Open the &amp;log</source>
        <translation>打开日志(&amp;L)</translation>
    </message>
    <message>
        <source>Previous and next minutes of the log</source>
        <translation>日志的上一段和下一段时间</translation>
    </message>
    <message>
        <source>F3, Shift+F3</source>
        <translation>F3、Shift+F3</translation>
    </message>
    <message>
        <source>Next and previous hit in the log</source>
        <translation>日志中的下一处和上一处</translation>
    </message>
    <message>
        <source>+, -</source>
        <translation>+、-</translation>
    </message>
    <message>
        <source>Filter the log by the current cell, or leave its value out</source>
        <translation>按当前单元格筛选日志，或排除它的值</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>工具(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Find a symptom...</source>
        <translation>查找症状(&amp;F)...</translation>
    </message>
    <message>
        <source>Symptoms</source>
        <translation>症状</translation>
    </message>
    <message>
        <source>It holds no objects. Until the program ends, this can be undone (Ctrl+Z).</source>
        <translation>其中没有对象。在程序退出之前可以撤销 (Ctrl+Z)。</translation>
    </message>
    <message>
        <source>Saving...</source>
        <translation>正在保存...</translation>
    </message>
    <message>
        <source>Open files</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>These files are of different kinds. Open one after the other.</source>
        <translation>这些文件的种类不同。请逐个打开。</translation>
    </message>
    <message>
        <source>What shall be done with “%1”?</source>
        <translation>要对“%1”做什么？</translation>
    </message>
    <message>
        <source>It can be imported as a new connection, or compared with “%1”, which is selected.</source>
        <translation>可以作为新连接导入，也可以与选中的“%1”对比。</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>导入(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>对比(&amp;C)</translation>
    </message>
    <message>
        <source>Apply a document</source>
        <translation>应用文档</translation>
    </message>
    <message>
        <source>“%1” was not applied, and nothing was changed.</source>
        <translation>“%1”没有应用，没有任何更改。</translation>
    </message>
    <message>
        <source>All that “%1” describes is there already, and nothing differs.</source>
        <translation>“%1”描述的内容都已存在，没有差异。</translation>
    </message>
    <message>
        <source>create: %1</source>
        <translation>创建：%1</translation>
    </message>
    <message>
        <source>change: %1</source>
        <translation>修改：%1</translation>
    </message>
    <message>
        <source>Apply “%1”? It can be undone as one step.</source>
        <translation>应用“%1”吗？可以作为一步撤销。</translation>
    </message>
    <message>
        <source>&amp;Apply</source>
        <translation>应用(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Import...</source>
        <translation>导入(&amp;I)...</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Import the configuration of another device, or of ours (Ctrl+O)</source>
        <translation>导入其他设备或我方的配置（Ctrl+O）</translation>
    </message>
    <message>
        <source>&amp;Back up...</source>
        <translation>备份(&amp;B)...</translation>
    </message>
    <message>
        <source>&amp;Restore a backup...</source>
        <translation>恢复备份(&amp;R)...</translation>
    </message>
    <message>
        <source>The log is kept again. Lines lost while it could not be: %1.</source>
        <translation>日志已恢复保存。期间丢失的行数：%1。</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>&amp;Help for this page</source>
        <translation>此页面的帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Open recen&amp;t</source>
        <translation>最近打开(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Clear this list</source>
        <translation>清空此列表(&amp;C)</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>“%1” is no longer there, and was taken off the list.</source>
        <translation>“%1”已不存在，已从列表中移除。</translation>
    </message>
    <message>
        <source>Reopen the form</source>
        <translation>重新打开表单</translation>
    </message>
</context>
<context>
    <name>tw::ui::MessageBar</name>
    <message>
        <source>Copy command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>tw::ui::Notice</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>tw::ui::ObjectEditor</name>
    <message>
        <source>Save and &amp;add another</source>
        <translation>保存并继续添加(&amp;A)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>“%1” was created. Enter the next one, or close.</source>
        <translation>“%1”已创建。请输入下一个，或关闭。</translation>
    </message>
</context>
<context>
    <name>tw::ui::ObjectPage</name>
    <message>
        <source>&amp;Edit...</source>
        <translation>编辑(&amp;E)...</translation>
    </message>
    <message>
        <source>Edit (F2)</source>
        <translation>编辑 (F2)</translation>
    </message>
    <message>
        <source>&amp;Delete...</source>
        <translation>删除(&amp;D)...</translation>
    </message>
    <message>
        <source>Delete (Del)</source>
        <translation>删除 (Del)</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter the list</source>
        <translation>筛选列表</translation>
    </message>
    <message>
        <source>Show only rows with this text (Ctrl+F)</source>
        <translation>只显示包含此文字的行 (Ctrl+F)</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>&amp;Clear filter</source>
        <translation>清除筛选(&amp;C)</translation>
    </message>
    <message>
        <source>Show only rows with these words (Ctrl+F). A term with - before it must not match.
%1</source>
        <translation>只显示符合条件的行（Ctrl+F）。前面带 - 的条件表示排除。
%1</translation>
    </message>
    <message>
        <source>Nothing matches the filter</source>
        <translation>没有符合筛选条件的内容</translation>
    </message>
    <message numerus="yes">
        <source>None of %n row(s) matches it.</source>
        <translation>
            <numerusform>%n行中没有一行符合条件。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n shown, in all regions</source>
        <translation>
            <numerusform>所有地域共%n项，显示%1项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n shown</source>
        <translation>
            <numerusform>共%n项，显示%1项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in this list</source>
        <translation>
            <numerusform>共%n项</numerusform>
        </translation>
    </message>
    <message>
        <source>The rows stay where they are while the pointer is over them; their order is not up to date.</source>
        <translation>指针停留在列表上时行的位置保持不变，当前排序不是最新的。</translation>
    </message>
</context>
<context>
    <name>tw::ui::ObjectTable</name>
    <message>
        <source>Fit columns to contents</source>
        <translation>列宽适应内容</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>重置列</translation>
    </message>
    <message>
        <source>Copy &amp;value</source>
        <translation>复制值(&amp;V)</translation>
    </message>
    <message>
        <source>Cop&amp;y rows</source>
        <translation>复制行(&amp;Y)</translation>
    </message>
    <message>
        <source>Copy rows as &amp;CSV</source>
        <translation>以CSV格式复制行(&amp;C)</translation>
    </message>
</context>
<context>
    <name>tw::ui::OpponentBox</name>
    <message>
        <source>our text for %1</source>
        <translation>为%1生成的配置</translation>
    </message>
    <message>
        <source>the peer&apos;s own configuration (%1)...</source>
        <translation>对端自己的配置（%1）...</translation>
    </message>
    <message>
        <source>the peer&apos;s own configuration...</source>
        <translation>对端自己的配置...</translation>
    </message>
</context>
<context>
    <name>tw::ui::OverviewPage</name>
    <message>
        <source>Failed connections</source>
        <translation>失败的连接</translation>
    </message>
    <message>
        <source>No IPsec connection yet.</source>
        <translation>尚无IPsec连接。</translation>
    </message>
    <message>
        <source>No connection has failed.</source>
        <translation>没有失败的连接。</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Nothing in this region yet</source>
        <translation>该地域尚无内容</translation>
    </message>
    <message>
        <source>A VPN gateway is this end of the tunnels, a customer gateway is the device at the other end, and an IPsec connection joins the two. Begin with the gateways; this page then shows how the connections are doing.</source>
        <translation>VPN网关是隧道的本端，用户网关是对端的设备，IPsec连接将两者相连。请先创建网关；之后本页显示各连接的状况。</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Negotiating</source>
        <translation>协商中</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>已连通</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Weak connections</source>
        <translation>安全性弱的连接</translation>
    </message>
    <message>
        <source>VPN gateways</source>
        <translation>VPN网关</translation>
    </message>
    <message>
        <source>No VPN gateway yet.</source>
        <translation>尚无VPN网关。</translation>
    </message>
    <message>
        <source>Missing privileges</source>
        <translation>缺少的权限</translation>
    </message>
    <message>
        <source>Traffic of all tunnels</source>
        <translation>所有隧道的流量</translation>
    </message>
</context>
<context>
    <name>tw::ui::OverviewRow</name>
    <message>
        <source>Log of %1</source>
        <translation>%1的日志</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>编辑%1</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
</context>
<context>
    <name>tw::ui::OverviewSection</name>
    <message numerus="yes">
        <source>%n more...</source>
        <translation>
            <numerusform>还有%n个...</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::PeerReportDialog</name>
    <message>
        <source>Report for the other side</source>
        <translation>给对端的报告</translation>
    </message>
    <message>
        <source>For the administrator of the other gateway. It holds what this side proposes and what was seen. No key and no other secret is in it.</source>
        <translation>供对端网关的管理员使用。其中有本端的提议和观察到的事实，不含密钥或其他秘密。</translation>
    </message>
    <message>
        <source>&amp;Language of the text</source>
        <translation>文本语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Save...</source>
        <translation>保存(&amp;S)...</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>已复制。</translation>
    </message>
    <message>
        <source>Saved as %1.</source>
        <translation>已保存为%1。</translation>
    </message>
    <message>
        <source>%1 was not saved: %2.</source>
        <translation>%1未能保存：%2。</translation>
    </message>
</context>
<context>
    <name>tw::ui::PeerTextDialog</name>
    <message>
        <source>The peer&apos;s own configuration</source>
        <translation>对端自己的配置</translation>
    </message>
    <message>
        <source>Paste what the peer&apos;s device is configured with, or open it as a file. It is read in memory only.</source>
        <translation>粘贴对端设备上的配置，或打开配置文件。内容只在内存中读取。</translation>
    </message>
    <message>
        <source>&amp;Format</source>
        <translation>格式(&amp;F)</translation>
    </message>
    <message>
        <source>By how it looks</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>%1 is too large for a configuration.</source>
        <translation>%1太大，不像是配置文件。</translation>
    </message>
    <message>
        <source>Looks like %1.</source>
        <translation>看起来是%1。</translation>
    </message>
    <message>
        <source>Looks like nothing that is known here: choose the format.</source>
        <translation>无法识别：请选择格式。</translation>
    </message>
    <message>
        <source>&amp;Open a file...</source>
        <translation>打开文件(&amp;O)...</translation>
    </message>
</context>
<context>
    <name>tw::ui::Questions</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>……另有%n项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::RangeBar</name>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Show the last minutes and what happens now</source>
        <translation>显示最近几分钟和正在发生的日志</translation>
    </message>
    <message>
        <source>F&amp;rom</source>
        <translation>从(&amp;R)</translation>
    </message>
    <message>
        <source>Beginning of the window</source>
        <translation>时间窗口的开始</translation>
    </message>
    <message>
        <source>The window before (Alt+Left)</source>
        <translation>上一段时间（Alt+左）</translation>
    </message>
    <message>
        <source>The window after (Alt+Right)</source>
        <translation>下一段时间（Alt+右）</translation>
    </message>
    <message>
        <source>Previous window</source>
        <translation>上一段时间</translation>
    </message>
    <message>
        <source>Next window</source>
        <translation>下一段时间</translation>
    </message>
    <message>
        <source>Choose a day of those that are kept; days with errors are bold</source>
        <translation>选择有日志保留的日期；有错误的日期以粗体显示</translation>
    </message>
    <message>
        <source>Choose a day</source>
        <translation>选择日期</translation>
    </message>
    <message>
        <source>Length of the window</source>
        <translation>时间窗口长度</translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n分钟</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::RegionEditor</name>
    <message>
        <source>New region</source>
        <translation>新建地域</translation>
    </message>
    <message>
        <source>Rename region “%1”</source>
        <translation>重命名地域“%1”</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>For example: Head office</source>
        <translation>例如：总部</translation>
    </message>
    <message>
        <source>&amp;Region ID</source>
        <translation>地域ID(&amp;R)</translation>
    </message>
    <message>
        <source>For example: head-office</source>
        <translation>例如：head-office</translation>
    </message>
    <message>
        <source>Letters, digits and hyphens. It identifies the region in documents and does not change.</source>
        <translation>字母、数字和连字符。用于在文档中标识地域，创建后不能修改。</translation>
    </message>
    <message>
        <source>The region “%1” has the ID %2 already.</source>
        <translation>地域“%1”已使用ID %2。</translation>
    </message>
</context>
<context>
    <name>tw::ui::RegionSelector</name>
    <message>
        <source>Search for a region</source>
        <translation>搜索地域</translation>
    </message>
    <message>
        <source>Region: everything in the window belongs to it</source>
        <translation>地域：窗口中的所有内容都属于该地域</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>地域</translation>
    </message>
</context>
<context>
    <name>tw::ui::RehearsalDialog</name>
    <message>
        <source>Rehearsing...</source>
        <translation>正在演练……</translation>
    </message>
    <message>
        <source>What passed during “%1”, seen from our side</source>
        <translation>“%1”期间的往来（本端视角）</translation>
    </message>
    <message>
        <source>Rehearsal of “%1”</source>
        <translation>“%1”的演练</translation>
    </message>
    <message>
        <source>&amp;Network</source>
        <translation>网络(&amp;N)</translation>
    </message>
    <message>
        <source>At the &amp;peer</source>
        <translation>对端(&amp;P)</translation>
    </message>
    <message>
        <source>Everything passes</source>
        <translation>一切正常通过</translation>
    </message>
    <message>
        <source>Everything fits</source>
        <translation>配置全部匹配</translation>
    </message>
    <message>
        <source>&amp;Rehearse</source>
        <translation>演练(&amp;R)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Steps of the rehearsal</source>
        <translation>演练的步骤</translation>
    </message>
    <message numerus="yes">
        <source>... and %n more</source>
        <translation>
            <numerusform>……另有%n项</numerusform>
        </translation>
    </message>
    <message>
        <source>Both sides are played through in memory, ours and the peer that is chosen here. Nothing is sent, and no privilege is needed.</source>
        <translation>在内存中把两端（本端和此处选择的对端）走完全程。不发送任何报文，也不需要权限。</translation>
    </message>
    <message>
        <source>&amp;Against</source>
        <translation>演练对象(&amp;A)</translation>
    </message>
</context>
<context>
    <name>tw::ui::RelativeTime</name>
    <message>
        <source>%1 s</source>
        <translation>%1秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1分%2秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1小时%2分</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1天%2小时</translation>
    </message>
    <message>
        <source>%1 UTC</source>
        <translation>%1 UTC</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1分钟</translation>
    </message>
</context>
<context>
    <name>tw::ui::RestoreDialog</name>
    <message>
        <source>&amp;Choose...</source>
        <translation>选择(&amp;C)...</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>Re&amp;place everything: what is not in the backup is removed</source>
        <translation>全部替换：备份中没有的内容将被删除(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Merge: what is not in the backup stays</source>
        <translation>合并：保留备份中没有的内容(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Restore</source>
        <translation>恢复(&amp;R)</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>The backup is opened first, and nothing is changed before you have seen what would be. What stands now is kept as a backup of its own, with the same passphrase.</source>
        <translation>先打开备份，在您看到会有哪些变化之前不做任何更改。现有内容会以同一口令另存为备份。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>What the backup changes</source>
        <translation>备份带来的变化</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>P&amp;assphrase</source>
        <translation>口令(&amp;A)</translation>
    </message>
    <message>
        <source>The backup is being opened...</source>
        <translation>正在打开备份...</translation>
    </message>
    <message>
        <source>Choose a file, enter its passphrase, and open it.</source>
        <translation>选择文件，输入口令，然后打开。</translation>
    </message>
    <message>
        <source>The backup is restored.</source>
        <translation>备份已恢复。</translation>
    </message>
    <message>
        <source>The backup is restored. What stood before is kept in %1.</source>
        <translation>备份已恢复。原有内容保存在%1。</translation>
    </message>
    <message>
        <source>What stands now is being kept...</source>
        <translation>正在保存现有内容的备份...</translation>
    </message>
    <message>
        <source>Closing...</source>
        <translation>正在关闭...</translation>
    </message>
    <message numerus="yes">
        <source>Made on %1 with %2. It creates %n object(s), changes %3 and removes %4; everything else is as it is in the backup already.</source>
        <translation>
            <numerusform>由%2于%1生成。将新建%n个、修改%3个、删除%4个对象；其余内容与备份一致。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::SavingAtQuit</name>
    <message>
        <source>Saving...</source>
        <translation>正在保存...</translation>
    </message>
    <message>
        <source>Quit without saving</source>
        <translation>不保存并退出</translation>
    </message>
    <message>
        <source>Do not quit</source>
        <translation>不退出</translation>
    </message>
    <message>
        <source>What was changed is being saved.</source>
        <translation>正在保存所做的更改。</translation>
    </message>
    <message numerus="yes">
        <source>What was changed is being saved. The disk has not answered for %n second(s).</source>
        <translation>
            <numerusform>正在保存所做的更改。磁盘已有 %n 秒没有响应。</numerusform>
        </translation>
    </message>
    <message>
        <source>The program ends when that is done. Whoever quits without saving loses the changes of:
%1</source>
        <translation>保存完成后程序会自行退出。如果不保存就退出，以下对象的更改会丢失：
%1</translation>
    </message>
    <message>
        <source>It was not saved, and nothing was changed: %1</source>
        <translation>未能保存，没有任何改动：%1</translation>
    </message>
    <message>
        <source>Whoever quits now loses the changes of:
%1</source>
        <translation>如果现在退出，以下对象的更改会丢失：
%1</translation>
    </message>
</context>
<context>
    <name>tw::ui::SavingState</name>
    <message>
        <source>Saving...</source>
        <translation>正在保存...</translation>
    </message>
    <message>
        <source>The disk does not answer yet. You can close this: saving goes on, and the window says how it ended. If it fails, nothing is changed, and what was entered here is lost.</source>
        <translation>磁盘尚未响应。您可以关闭此对话框：保存会继续进行，结果会在窗口中说明。如果失败，不会有任何改动，此处填写的内容会丢失。</translation>
    </message>
    <message>
        <source>“%1” is saved.</source>
        <translation>“%1”已保存。</translation>
    </message>
    <message>
        <source>“%1” was not saved, and nothing was changed: %2</source>
        <translation>“%1”没有保存，没有任何改动：%2</translation>
    </message>
    <message>
        <source>The disk does not answer yet. You can close this: saving goes on, and the window says how it ended. If it fails, nothing is changed, and the window can reopen this form as it is now.</source>
        <translation>磁盘尚未响应。您可以关闭此对话框：保存会继续进行，结果会在窗口中说明。如果失败，不会有任何改动，窗口可以按现在的内容重新打开此表单。</translation>
    </message>
</context>
<context>
    <name>tw::ui::SecretEdit</name>
    <message>
        <source>Hide the key</source>
        <translation>隐藏密钥</translation>
    </message>
    <message numerus="yes">
        <source>Show the key for %n seconds</source>
        <translation>
            <numerusform>显示密钥%n秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy the key; the clipboard is cleared after %n seconds</source>
        <translation>
            <numerusform>复制密钥，剪贴板将在%n秒后清空</numerusform>
        </translation>
    </message>
    <message>
        <source>Generate a random key</source>
        <translation>随机生成密钥</translation>
    </message>
</context>
<context>
    <name>tw::ui::SettingsDialog</name>
    <message>
        <source>As the desktop (%1)</source>
        <translation>跟随系统（%1）</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Ask where tunnels are up</source>
        <translation>有隧道时先询问</translation>
    </message>
    <message>
        <source>End the tunnels without asking</source>
        <translation>直接断开隧道，不询问</translation>
    </message>
    <message>
        <source>From 1 to 180 days. A log of 4 GiB loses its oldest lines earlier.</source>
        <translation>1至180天。日志达到4 GiB时，最早的记录会提前删除。</translation>
    </message>
    <message numerus="yes">
        <source>With OK, lines older than %n day(s) are deleted for good.</source>
        <translation>
            <numerusform>确定后，%n天之前的记录将被永久删除。</numerusform>
        </translation>
    </message>
    <message>
        <source>Older lines are deleted by themselves.</source>
        <translation>更早的记录会自动删除。</translation>
    </message>
    <message>
        <source>Language of the window</source>
        <translation>窗口语言</translation>
    </message>
    <message>
        <source>Theme: light or dark</source>
        <translation>主题：浅色或深色</translation>
    </message>
    <message>
        <source>How long the log is kept</source>
        <translation>日志保留时间</translation>
    </message>
    <message>
        <source>What happens when the program starts</source>
        <translation>程序启动时的操作</translation>
    </message>
    <message>
        <source>What happens when the program quits</source>
        <translation>程序退出时的操作</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Ask once</source>
        <translation>询问一次</translation>
    </message>
    <message>
        <source>Keep the tunnels, with an icon in the tray</source>
        <translation>保持隧道，在托盘中显示图标</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>This desktop has no tray, so closing the window quits, and nothing is notified.</source>
        <translation>此桌面没有托盘，因此关闭窗口即退出，也不会发送通知。</translation>
    </message>
    <message numerus="yes">
        <source> day(s)</source>
        <translation>
            <numerusform> 天</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::StateTile</name>
    <message>
        <source>%1: %2</source>
        <comment>a state and how many</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Show them in the list</source>
        <translation>在列表中显示</translation>
    </message>
</context>
<context>
    <name>tw::ui::StatusPage</name>
    <message>
        <source>Select one connection to see its security associations.</source>
        <translation>请选择一个连接以查看其SA。</translation>
    </message>
    <message>
        <source>No security association. Start the connection to negotiate with the peer.</source>
        <translation>没有SA。启动连接以与对端协商。</translation>
    </message>
    <message>
        <source>No security association yet. It is negotiated when traffic for the remote subnets arrives, or when the peer begins.</source>
        <translation>尚无SA。当有发往对端网段的流量进入，或对端发起时进行协商。</translation>
    </message>
    <message>
        <source>No security association.</source>
        <translation>没有SA。</translation>
    </message>
    <message>
        <source>since %1 (%2)</source>
        <translation>始于%1（%2）</translation>
    </message>
    <message>
        <source>Next attempt in %1.</source>
        <translation>%1后再次尝试。</translation>
    </message>
    <message>
        <source>Dropped packets</source>
        <translation>丢弃的报文</translation>
    </message>
    <message>
        <source>The engine is not running: what is shown is not live.</source>
        <translation>引擎未运行：显示的不是实时状态。</translation>
    </message>
    <message>
        <source>Security associations</source>
        <translation>安全联盟（SA）</translation>
    </message>
    <message>
        <source>Explain, with what can be done about it</source>
        <translation>查看原因和处理办法</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>健康检查</translation>
    </message>
</context>
<context>
    <name>tw::ui::SymptomDialog</name>
    <message>
        <source>Find a symptom</source>
        <translation>查找症状</translation>
    </message>
    <message>
        <source>For example: up but no traffic, one way only, works for an hour</source>
        <translation>例如：已建立但不通、单向通、用一小时就断</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>现象</translation>
    </message>
    <message>
        <source>Symptoms and codes</source>
        <translation>症状和代码</translation>
    </message>
    <message>
        <source>Explanation</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Nothing fits these words. Fewer words find more.</source>
        <translation>没有符合这些词的内容。词少一些会找到更多。</translation>
    </message>
    <message>
        <source>Open the diagnosis</source>
        <translation>打开诊断</translation>
    </message>
    <message>
        <source>Open the diagnosis of the selected connection</source>
        <translation>打开所选连接的诊断</translation>
    </message>
    <message>
        <source>The diagnosis then names one of these, the most usual first:</source>
        <translation>诊断会给出其中之一，最常见的在前：</translation>
    </message>
</context>
<context>
    <name>tw::ui::TextPrinting</name>
    <message>
        <source>Page %1</source>
        <translation>第%1页</translation>
    </message>
</context>
<context>
    <name>tw::ui::TimeDelegate</name>
    <message>
        <source>%1 ago</source>
        <translation>%1前</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>%1后</translation>
    </message>
</context>
<context>
    <name>tw::ui::TimelineStrip</name>
    <message>
        <source>Not recorded: no engine was running.</source>
        <translation>没有记录：引擎没有运行。</translation>
    </message>
    <message>
        <source>Timeline of the log</source>
        <translation>日志时间轴</translation>
    </message>
    <message>
        <source>Shown: %1. Of %2 bars, %3 have errors and %4 have warnings. Arrows move the window, plus and minus zoom, Enter shows the timeline as a table.</source>
        <translation>显示：%1。共%2格，其中%3格有错误，%4格有警告。方向键移动时间窗口，加号和减号缩放，Enter以表格显示时间轴。</translation>
    </message>
</context>
<context>
    <name>tw::ui::TimelineTable</name>
    <message>
        <source>Timeline of the log</source>
        <translation>日志时间轴</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Other lines</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Came up</source>
        <translation>建立</translation>
    </message>
    <message>
        <source>Went down</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Rekeys</source>
        <translation>密钥更新</translation>
    </message>
    <message>
        <source>Enter shows the log of the selected time.</source>
        <translation>按Enter显示所选时间的日志。</translation>
    </message>
    <message>
        <source>Not recorded: no engine was running.</source>
        <translation>没有记录：引擎没有运行。</translation>
    </message>
</context>
<context>
    <name>tw::ui::TrafficChart</name>
    <message>
        <source>%1 to %2</source>
        <comment>two times of the day</comment>
        <translation>%1至%2</translation>
    </message>
    <message>
        <source>Nothing is known of this time.</source>
        <translation>该时段没有数据。</translation>
    </message>
    <message>
        <source>In: %1, %2</source>
        <translation>入：%1，%2</translation>
    </message>
    <message>
        <source>Out: %1, %2</source>
        <translation>出：%1，%2</translation>
    </message>
</context>
<context>
    <name>tw::ui::TrafficPanel</name>
    <message>
        <source>No traffic has been seen yet.</source>
        <translation>尚未发现流量。</translation>
    </message>
    <message>
        <source>In %1</source>
        <translation>入%1</translation>
    </message>
    <message>
        <source>Out %1</source>
        <translation>出%1</translation>
    </message>
    <message>
        <source>10 minutes</source>
        <translation>10分钟</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1小时</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1天</translation>
    </message>
    <message>
        <source>Range of time</source>
        <translation>时间范围</translation>
    </message>
    <message>
        <source>How far back</source>
        <translation>显示多长时间以来的流量</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>The same as a table, which can be copied (Ctrl+C)</source>
        <translation>以表格显示相同内容，可复制（Ctrl+C）</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>流量</translation>
    </message>
</context>
<context>
    <name>tw::ui::TrafficTable</name>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>流量</translation>
    </message>
</context>
<context>
    <name>tw::ui::TrayIcon</name>
    <message numerus="yes">
        <source>%n up</source>
        <translation>
            <numerusform>%n个已建立</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n negotiating</source>
        <translation>
            <numerusform>%n个协商中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n个失败</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Show the window</source>
        <translation>显示窗口(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Connections</source>
        <translation>连接(&amp;C)</translation>
    </message>
    <message>
        <source>Stop %1 (%2)</source>
        <translation>停止%1（%2）</translation>
    </message>
    <message>
        <source>Start %1 (%2)</source>
        <translation>启动%1（%2）</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message numerus="yes">
        <source>%n certificate(s) expire soon</source>
        <translation>
            <numerusform>%n个证书即将过期</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::UndoActions</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undone: %1.</source>
        <translation>已撤销：%1。</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Redone: %1.</source>
        <translation>已重做：%1。</translation>
    </message>
    <message>
        <source>It takes effect immediately: the security associations that are up are deleted, and both sides negotiate again.</source>
        <translation>配置立即生效：删除已协商成功的SA，双方重新协商。</translation>
    </message>
    <message>
        <source>The link breaks at once.</source>
        <translation>隧道会立即中断。</translation>
    </message>
    <message>
        <source>Traffic of “%1” will be interrupted.</source>
        <translation>“%1”的流量将会中断。</translation>
    </message>
    <message numerus="yes">
        <source>Traffic of %n connections will be interrupted.</source>
        <translation>
            <numerusform>%n个连接的流量将会中断。</numerusform>
        </translation>
    </message>
    <message>
        <source>Cannot be undone: %1</source>
        <translation>无法撤销：%1</translation>
    </message>
    <message>
        <source>Cannot be redone: %1</source>
        <translation>无法重做：%1</translation>
    </message>
    <message>
        <source>Leave this step out</source>
        <translation>跳过此步骤</translation>
    </message>
    <message>
        <source>U&amp;ndo</source>
        <translation>撤销(&amp;N)</translation>
    </message>
    <message>
        <source>U&amp;ndo: %1</source>
        <translation>撤销(&amp;N)：%1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>重做(&amp;R)：%1</translation>
    </message>
</context>
<context>
    <name>tw::ui::VpnGatewayEditor</name>
    <message>
        <source>New VPN gateway</source>
        <translation>新建VPN网关</translation>
    </message>
    <message>
        <source>Edit VPN gateway “%1”</source>
        <translation>编辑VPN网关“%1”</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>地域</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Public IP</source>
        <translation>公网IP(&amp;P)</translation>
    </message>
    <message>
        <source>The address that peers see. It may differ from the address of this machine where a NAT stands between.</source>
        <translation>对端看到的地址。经过NAT时，可以与本机地址不同。</translation>
    </message>
    <message>
        <source>Chosen by the route to the peer</source>
        <translation>由到对端的路由决定</translation>
    </message>
    <message>
        <source>&amp;Local address</source>
        <translation>本地地址(&amp;L)</translation>
    </message>
    <message>
        <source>The address of this machine from which the engine negotiates.</source>
        <translation>引擎用于协商的本机地址。</translation>
    </message>
    <message>
        <source>&amp;Description</source>
        <translation>描述(&amp;D)</translation>
    </message>
</context>
<context>
    <name>tw::ui::VpnGatewaysPage</name>
    <message>
        <source>Delete VPN gateway</source>
        <translation>删除VPN网关</translation>
    </message>
    <message>
        <source>The VPN gateway “%1” cannot be deleted: IPsec connections use it.</source>
        <translation>无法删除VPN网关“%1”：以下IPsec连接正在使用它。</translation>
    </message>
    <message>
        <source>Delete the VPN gateway “%1”?</source>
        <translation>确定删除VPN网关“%1”吗？</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>VPN gateways</source>
        <translation>VPN网关</translation>
    </message>
    <message>
        <source>No VPN gateway in this region yet</source>
        <translation>此地域还没有VPN网关</translation>
    </message>
    <message>
        <source>A VPN gateway is this side of your tunnels: the address that peers see, and the address of this machine from which the engine negotiates.</source>
        <translation>VPN网关是隧道的本端：对端看到的地址，以及引擎用于协商的本机地址。</translation>
    </message>
    <message>
        <source>&amp;New VPN gateway...</source>
        <translation>创建VPN网关(&amp;N)...</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>No IPsec connection uses it. Until the program ends, this can be undone (Ctrl+Z).</source>
        <translation>没有IPsec连接使用它。在程序退出之前可以撤销 (Ctrl+Z)。</translation>
    </message>
    <message>
        <source>Not usable</source>
        <translation>不可用</translation>
    </message>
    <message>
        <source>Only VPN gateways that cannot be used on this machine now</source>
        <translation>仅显示目前在本机不可用的VPN网关</translation>
    </message>
    <message>
        <source>Delete VPN gateways</source>
        <translation>删除VPN网关</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n VPN gateway(s)?</source>
        <translation>
            <numerusform>确定删除%n个VPN网关？</numerusform>
        </translation>
    </message>
    <message>
        <source>No IPsec connection uses them. Until the program ends, this can be undone (Ctrl+Z).</source>
        <translation>没有IPsec连接使用它们。在程序退出之前可以撤销 (Ctrl+Z)。</translation>
    </message>
</context>
</TS>
